"""Invented names, with what makes real name lists hard: rare characters, dots, compound surnames.

Characters that also belong to the grammar of an absence cell (因 病 事 公 均 无 …)
are kept out, so that `王敏因病请假` has one reading.
"""

from random import Random

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏"
    "魏吕丁任沈姚卢姜崔钟谭陆汪范石廖贾夏韦傅方白邹孟熊秦邱江尹薛阎段雷侯龙史陶黎贺顾毛郝龚邵"
)
COMPOUND_SURNAMES = ("欧阳", "司马", "上官", "诸葛", "皇甫", "令狐", "尉迟", "慕容")
FOR_MEN = "伟强磊军洋勇杰涛明超平刚辉鹏飞波斌宇浩凯健俊帆旭东建国志远承泽立松峰海川岩柏"
FOR_WOMEN = "芳娜敏静丽艳娟霞秀玲桂英华慧巧美雅倩岚蕾薇菁莹琳婷洁颖露瑶怡婵雁蓓珍莉凤春梅兰"
RARE = ("䶮", "㛃", "𠮷", "𫖮", "昇", "喆", "堃", "翀", "㵾", "𬭎")
MINORITY_NAMES = (
    ("阿依古丽·买买提", "女", "维吾尔族"),
    ("艾尼瓦尔·吐尔逊", "男", "维吾尔族"),
    ("古丽娜尔·艾合买提", "女", "维吾尔族"),
    ("叶尔兰·别克苏丹", "男", "哈萨克族"),
    ("帕提曼·沙吾提", "女", "维吾尔族"),
    ("阿布都热合曼·依明", "男", "维吾尔族"),
    ("扎西多吉", "男", "藏族"),
    ("巴特尔", "男", "蒙古族"),
    ("娜仁花", "女", "蒙古族"),
)
OTHER_NATIONS = ("苗族", "土家族", "回族", "满族", "壮族", "彝族")


class NameBook:
    """Hands out names so that no two people share one, nor is one the beginning of another."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._given: set[str] = set()
        self._minority = list(MINORITY_NAMES)
        rng.shuffle(self._minority)

    def ordinary(self, sex: str) -> str:
        while True:
            name = self._surname() + self._given_name(sex)
            if not self._clashes(name):
                self._given.add(name)
                return name

    def minority(self) -> tuple[str, str, str]:
        """A name with its sex and nationality; falls back to common ones when all are used."""
        if self._minority:
            return self._minority.pop()
        sex = self._rng.choice("男女")
        return self.ordinary(sex), sex, self._rng.choice(OTHER_NATIONS)

    def _clashes(self, name: str) -> bool:
        return any(name.startswith(other) or other.startswith(name) for other in self._given)

    def _surname(self) -> str:
        if self._rng.random() < 0.05:
            return self._rng.choice(COMPOUND_SURNAMES)
        return self._rng.choice(SURNAMES)

    def _given_name(self, sex: str) -> str:
        pool = FOR_MEN if sex == "男" else FOR_WOMEN
        first = self._rng.choice(pool)
        chance = self._rng.random()
        if chance < 0.06:
            return first + self._rng.choice(RARE)
        if chance < 0.35:
            return first
        return first + self._rng.choice(pool)
