"""Digits and marks: narrow, wide, Chinese."""

TO_WIDE = 0xFEE0  # distance from an ASCII character to its full-width twin
WIDE = {ord(mark): ord(mark) + TO_WIDE for mark in "0123456789.-/:()"}
FULL_MARKS = {ord(mark): ord(mark) + TO_WIDE for mark in ",:;()"}
CHINESE_DIGITS = "〇一二三四五六七八九"


def widened(text: str) -> str:
    """Digits and marks of dates and counts in full width."""
    return text.translate(WIDE)


def with_full_marks(text: str) -> str:
    """Chinese punctuation, as most offices type it; digits stay as they are."""
    return text.translate(FULL_MARKS)


def chinese_year(year: int) -> str:
    """Digit by digit: 二〇二六."""
    return "".join(CHINESE_DIGITS[int(digit)] for digit in str(year))


def chinese_number(number: int) -> str:
    """1 to 99: 十, 十五, 二十, 二十三."""
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else CHINESE_DIGITS[tens] + "十"
    return head + (CHINESE_DIGITS[ones] if ones else "")
