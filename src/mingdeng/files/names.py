"""Which files are read, refused or passed over, by name."""

from mingdeng.files.refusal import Refused

XLSX, XLS, CSV, DOCX, TEXT = "xlsx", "xls", "csv", "docx", "txt"
READ = {".xlsx": XLSX, ".xls": XLS, ".csv": CSV, ".tsv": CSV, ".docx": DOCX, ".txt": TEXT}

_OLD_WORD = ("Word 97-2003 文档", "Word 文档（.docx）")
_WPS = ("WPS 文字文档", "Word 文档（.docx）")
_ET = ("WPS 表格", "Excel 工作簿（.xlsx）")
# Refused by name: what it is, and what to save it as.
_SAVE_AS = {
    ".doc": _OLD_WORD,
    ".dot": _OLD_WORD,
    ".rtf": ("RTF 文档", "Word 文档（.docx）"),
    ".odt": ("OpenDocument 文档", "Word 文档（.docx）"),
    ".wps": _WPS,
    ".wpt": _WPS,
    ".uot": _WPS,
    ".et": _ET,
    ".ett": _ET,
    ".uos": _ET,
    ".xlsb": ("Excel 二进制工作簿", "Excel 工作簿（.xlsx）"),
    ".xlt": ("Excel 模板", "Excel 工作簿（.xlsx）"),
    ".xltx": ("Excel 模板", "Excel 工作簿（.xlsx）"),
    ".ods": ("OpenDocument 表格", "Excel 工作簿（.xlsx）"),
    ".numbers": ("Numbers 表格", "Excel 工作簿（.xlsx）"),
    ".dotx": ("Word 模板", "Word 文档（.docx）"),
    ".dps": ("WPS 演示", "Word 文档（.docx）或 Excel 工作簿（.xlsx），把其中的内容抄录过去"),
}
_MACROS = frozenset([".xlsm", ".xltm", ".xlam", ".xla", ".docm", ".dotm", ".pptm"])
_ARCHIVES = frozenset(
    [".zip", ".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".z", ".iso", ".cab"]
)


def extension(name: str) -> str:
    """The last extension in lower case, with its dot; "" where there is none."""
    stem, dot, end = name.rpartition("/")[2].rpartition(".")
    return f".{end.strip().lower()}" if dot and stem else ""


def check_name(name: str) -> str | None:
    """The format a name promises; None for one that is passed over. Raises Refused."""
    ending = extension(name)
    if ending in _MACROS:
        raise Refused("has-macros")
    if ending in _ARCHIVES:
        raise Refused("is-archive")
    if ending in _SAVE_AS:
        what, target = _SAVE_AS[ending]
        raise Refused("other-format", what=what, target=target)
    return READ.get(ending)
