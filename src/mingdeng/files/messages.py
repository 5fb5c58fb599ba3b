"""The words of every finding, by code: what is wrong, what was kept, what to do."""

from typing import NamedTuple

from mingdeng.files.rows import ERROR, NOTICE, WARNING


class Entry(NamedTuple):
    """One kind of finding; {names} are filled in."""

    severity: str
    message: str
    remedy: str


_FIX_CELL = "请在原文件中改正这个单元格后重新检查。"
_SAVE_AGAIN = (
    "请用 Office 或 WPS 打开后另存为 .xlsx 或 .docx，再重新检查；打不开的，请找原来的文件。"
)

CATALOGUE: dict[str, Entry] = {
    # ---- 整个文件 ----
    "empty-file": Entry(ERROR, "文件是空的，没有内容可读。", "请找到有内容的文件放回原处。"),
    "file-too-large": Entry(
        ERROR, "文件超过20兆字节，没有读取。", "请删去照片等附件，或拆成几个文件后再检查。"
    ),
    "unpacks-too-large": Entry(
        ERROR,
        "文件展开后超过200兆字节，没有读取。",
        "请删去多余的工作表、空白格式和照片，另存后再检查。",
    ),
    "unpacks-too-much": Entry(
        ERROR,
        "文件展开后是原来的一百倍以上，不像正常的办公文件，没有读取。",
        "请确认文件来源；确属本单位文件的，请另存为新文件再检查。",
    ),
    "too-many-entries": Entry(
        ERROR, "文件内部的部件超过2000个，没有读取。", "请删去多余的照片和对象，另存后再检查。"
    ),
    "encrypted-file": Entry(
        ERROR, "文件设有打开密码，没有读取。", "请打开后取消密码，另存一份再检查。"
    ),
    "encrypted-archive": Entry(
        ERROR, "文件内部经过加密，没有读取。", "请取消加密，另存一份再检查。"
    ),
    "has-macros": Entry(
        ERROR,
        "文件带有宏（程序），为了安全没有打开。",
        "请另存为不带宏的 .xlsx 或 .docx，再重新检查。",
    ),
    "has-doctype": Entry(
        ERROR,
        "文件内部含有外部引用声明，正常的办公文件没有这种内容，没有读取。",
        "请确认文件来源；确属本单位文件的，请用 Office 或 WPS 另存后再检查。",
    ),
    "nested-archive": Entry(
        ERROR, "文件里面还套着压缩文件，没有读取。", "请取出其中的文件，另存一份不带附件的再检查。"
    ),
    "embedded-object": Entry(
        WARNING,
        "文件里嵌有{count}个其他文件，嵌入的文件没有打开，其余内容已读取。",
        "嵌入的文件里如有台账内容，请取出单独保存。",
    ),
    "is-archive": Entry(ERROR, "这是压缩文件，没有打开。", "请解压后再检查，并移走压缩文件。"),
    "other-format": Entry(
        ERROR, "{what}不能直接读取。", "请用 Office 或 WPS 打开，另存为 {target}，再重新检查。"
    ),
    "not-what-it-says": Entry(
        ERROR,
        "文件内容与扩展名不符：实际是{actual}，没有读取。",
        "请用能打开它的软件打开，另存为 .xlsx 或 .docx；如果只是扩展名写错，请改正扩展名。",
    ),
    "unknown-encoding": Entry(
        ERROR, "看不出文本使用的编码，没有读取。", "请用 Excel 或 WPS 打开，另存为 .xlsx 再检查。"
    ),
    "broken-file": Entry(ERROR, "文件已损坏或不完整，没有读取。", _SAVE_AGAIN),
    "not-read": Entry(
        NOTICE, "这类文件不读取：{what}。", "其中如有台账内容，请另存为 .xlsx 或 .docx。"
    ),
    "unreadable-file": Entry(
        ERROR, "文件打不开：没有读取权限。", "请检查文件的权限，或换一个帐户再试。"
    ),
    "vanished": Entry(
        ERROR, "检查过程中文件不见了或被改动，没有读取。", "请关闭正在使用它的软件，再检查一次。"
    ),
    "unreadable-folder": Entry(
        ERROR, "文件夹打不开，里面的文件没有检查。", "请检查文件夹是否存在、是否有读取权限。"
    ),
    "too-many-files": Entry(
        ERROR, "文件超过{count}个，其余的没有检查。", "请把要检查的文件放进单独的文件夹。"
    ),
    "folder-too-deep": Entry(
        ERROR, "文件夹套得太深，超过40层，里面的文件没有检查。", "请把文件移到上面的文件夹。"
    ),
    "folder-took-too-long": Entry(
        ERROR,
        "读取文件夹已用去10分钟，其余{count}个文件没有检查。",
        "请移走读取过慢的文件，或分成几个文件夹分别检查。",
    ),
    "link-not-followed": Entry(
        NOTICE, "这是指向别处的链接或特殊文件，没有打开。", "需要检查的，请把文件本身放进文件夹。"
    ),
    "took-too-long": Entry(
        ERROR,
        "读取用时过长，已经中止，这个文件的内容没有采用。",
        "请删去多余的工作表和空白格式，另存后再检查。",
    ),
    "needs-too-much-memory": Entry(
        ERROR,
        "读取需要的内存过多，已经中止，这个文件的内容没有采用。",
        "请拆成几个较小的文件再检查。",
    ),
    "reader-died": Entry(
        ERROR, "读取时意外中断，这个文件的内容没有采用，其余文件照常检查。", _SAVE_AGAIN
    ),
    "reader-garbled": Entry(
        ERROR, "读取结果不合规范，这个文件的内容没有采用，其余文件照常检查。", _SAVE_AGAIN
    ),
    "too-much-content": Entry(
        ERROR, "内容过多，超出一次检查的限度，这个文件没有采用。", "请拆成几个文件夹分别检查。"
    ),
    "document-too-long": Entry(
        ERROR, "文档超过10万段，没有读取。", "请按年度或会议拆成几个文档再检查。"
    ),
    "no-minutes": Entry(
        NOTICE,
        "没有找到会议记录或台账，没有采用其中的内容。",
        "如果是会议记录，请写明时间、地点、主持人和会议类别。",
    ),
    # ---- 文件模板 ----
    "template-not-word": Entry(
        ERROR, "模板只收 Word 文档（.docx），没有保存。", "请用 Word 或 WPS 另存为 .docx 再上传。"
    ),
    "template-other-word": Entry(
        ERROR,
        "这个 Word 文档的格式不能作模板，没有保存。",
        "请用 Word 或 WPS 另存为“Word 文档（.docx）”再上传。",
    ),
    "template-external": Entry(
        ERROR,
        "模板里有指向外面的链接（{target}），没有保存。",
        "请去掉超链接、链接的图片和加载的模板，另存后再上传。",
    ),
    "template-object": Entry(
        ERROR,
        "模板里有嵌入的对象、图表、控件或引用的文件，没有保存。",
        "请去掉这些内容，只留文字、表格和图片，另存后再上传。",
    ),
    "template-tracked": Entry(
        ERROR, "模板里有没有处理的修订，没有保存。", "请接受或拒绝全部修订，另存后再上传。"
    ),
    "template-field": Entry(
        ERROR,
        "模板里有域“{name}”，没有保存；只能用页码和总页数。",
        "请把这个域改成文字或占位符，另存后再上传。",
    ),
    "template-picture": Entry(
        ERROR,
        "模板里的图片不是 PNG、JPG、GIF 或 BMP，没有保存。",
        "请换成这几种格式的图片，另存后再上传。",
    ),
    "template-too-large": Entry(
        ERROR, "模板的内容过多，没有保存。", "模板只需要一两页，请删去多余的内容再上传。"
    ),
    # ---- 工作表 ----
    "sheet-too-large": Entry(
        ERROR,
        "工作表超过10万行、200列或5000万字，没有读取。",
        "请删去多余的行和列，或拆成几张工作表再检查。",
    ),
    "table-too-large": Entry(
        ERROR,
        "表格超过10万行、200列或5000万字，没有读取。",
        "请删去多余的行和列，或拆成几张表格再检查。",
    ),
    "too-many-sheets": Entry(ERROR, "工作表超过500张，其余的没有读取。", "请拆成几个文件再检查。"),
    "no-records": Entry(
        NOTICE, "文件里没有记录：是空白的，或者只有表头。", "应当有内容的，请核对。"
    ),
    "cells-beyond-limits": Entry(
        ERROR,
        "在第10万行或第200列以外还有{count}个单元格有内容，这些没有读取，其余内容已读取。",
        "请删去多余的内容，或把它们移到表内。",
    ),
    "cell-too-long": Entry(
        ERROR, "单元格文字超过32767个字，这个单元格没有采用。", "请把长文字移到附件中，只写要点。"
    ),
    "csv-quotes": Entry(
        WARNING,
        "引号不成对，已按文件里的每一行一条读取，不成对的引号照原样保留。",
        "请用 Excel 或 WPS 打开核对，另存为 .xlsx 再检查。",
    ),
    "hidden-rows": Entry(
        WARNING,
        "有隐藏的行：第{rows}行，其中的内容已采用。",
        "请取消隐藏后核对；不要的内容请删除。",
    ),
    "hidden-columns": Entry(
        WARNING, "有隐藏的列：{columns}，其中的内容已采用。", "请取消隐藏后核对；不要的内容请删除。"
    ),
    "hidden-sheet-taken": Entry(
        WARNING,
        "这是隐藏的工作表，其中{count}条记录已采用。",
        "请取消隐藏后核对；不要的请删除整张工作表。",
    ),
    "hidden-sheet-repeats": Entry(
        WARNING,
        "这是隐藏的工作表，其中{repeated}条与可见的记录重复，没有采用；另外{count}条已采用。",
        "请取消隐藏后核对；不要的请删除整张工作表。",
    ),
    "hidden-sheet-not-read": Entry(
        NOTICE, "这是隐藏的工作表，不是名册或台账，没有读取。", "不要的请删除。"
    ),
    "table-not-read": Entry(
        NOTICE,
        "这张表不是名册或会议、党费台账，没有读取（{looks}）。",
        "如果应当读取，请核对表头的写法。",
    ),
    "our-own-list": Entry(
        NOTICE,
        "这是平台导出的“{name}”，{why}。没有改动任何内容。",
        "要改其中的内容，请在平台里相应的页面办理。",
    ),
    "own-list-heading": Entry(
        ERROR,
        "这是平台导出的“{name}”，但表头里没有“{missing}”一栏，没有读取。",
        "请保留导出时的表头，或重新导出一份再改。",
    ),
    "term-incomplete": Entry(
        ERROR, "没有写全党组织、职务和姓名，这一行没有采用。", "请补填空着的一栏。"
    ),
    "meetings-in-columns": Entry(
        WARNING,
        "这张表像是每一列记一次会议，没有读取，其中的会议都没有采用。",
        "请把行和列互换（复制后选择性粘贴，勾选“转置”），表头在上，每次会议一行。",
    ),
    "meetings-by-month": Entry(
        WARNING, "像是按月份统计会议的表，没有读取。", "请改为台账：每次会议一行，写明日期。"
    ),
    "more-alike": Entry(
        NOTICE, "与“{like}”同类的问题还有{count}处，没有逐一列出。", "改正已列出的后再检查一次。"
    ),
    "organization-filled-down": Entry(
        NOTICE,
        "支部一栏有{count}处空着，已按上一行的支部理解。",
        "请核对；最好每行都写明支部。",
    ),
    "rows-without-date": Entry(
        NOTICE,
        "第{rows}行没有填写日期和内容，没有作为活动。",
        "已经开过的请补填；没有开的不必处理。",
    ),
    "no-organization": Entry(
        NOTICE,
        "标题和表中没有写明是哪个党支部的，只能按工作表名、文件名或主持人等推断。",
        "请在标题里写明支部，或增加“支部”一栏。",
    ),
    # ---- 单元格 ----
    "cell-error": Entry(
        ERROR, "单元格显示公式错误（{value}），没有采用这个单元格。", "请改正公式，或直接填写内容。"
    ),
    "formula-without-value": Entry(
        ERROR,
        "单元格是公式，但文件里没有保存计算结果，没有采用这个单元格。",
        "请用 Excel 或 WPS 打开，保存一次后再检查。",
    ),
    # ---- 日期 ----
    "no-date": Entry(ERROR, "没有写日期，这一行没有作为活动。", "请补填日期。"),
    "no-year": Entry(
        ERROR,
        "“{value}”没有年份，标题、工作表名和文件名里也看不出是哪一年，没有采用这个日期。",
        "请写上年份，或在标题里写明年度。",
    ),
    "no-day": Entry(ERROR, "“{value}”只有年月，没有日，没有采用这个日期。", "请补上日。"),
    "no-day-column": Entry(
        ERROR,
        "“{heading}”一栏有{count}处只有年月，没有日，没有采用这些日期。",
        "请按档案补上日，例如 2009年8月17日。",
    ),
    "no-such-date": Entry(ERROR, "“{value}”没有这一天，没有采用这个日期。", _FIX_CELL),
    "ambiguous-date": Entry(
        ERROR,
        "“{value}”可以理解为不同的日期，没有采用这个日期。",
        "请写全年月日，例如 2026年1月5日。",
    ),
    "unreadable-date": Entry(
        ERROR, "“{value}”不是能识别的日期，没有采用。", "请改为年月日，例如 2026年1月5日。"
    ),
    "implausible-date": Entry(ERROR, "“{value}”的年份不合情理，没有采用这个日期。", _FIX_CELL),
    "several-dates": Entry(
        ERROR,
        "“{value}”写了不止一个日期，没有采用。",
        "请每次会议写一行；连续几天的，写作 2026年1月5日至6日。",
    ),
    "date-from-serial": Entry(
        WARNING,
        "“{heading}”一栏有{count}处是没有设日期格式的数字，已按表格软件的日期序号读作日期。",
        "请把这一栏设为日期格式，核对后再保存。",
    ),
    "range-backwards": Entry(
        ERROR, "“{value}”的结束日期早于开始日期，没有采用这个日期。", _FIX_CELL
    ),
    "year-differs": Entry(
        WARNING,
        "“{value}”与标题、工作表名或文件名的{year}年不一致，已按单元格采用。",
        "请核对年份。",
    ),
    "hidden-year-differs": Entry(
        WARNING,
        "单元格显示“{value}”，内部保存的年份与标题不同，已按标题的年份采用。",
        "请核对，并把年份写全。",
    ),
    "no-such-time": Entry(
        WARNING, "“{value}”里的时刻有误，只采用了日期。", "请改正时刻，例如 15:00。"
    ),
    "put-off": Entry(
        WARNING, "“{value}”写明改期，已采用改期后的日期。", "请核对，只写实际召开的日期。"
    ),
    # ---- 名册 ----
    "no-name": Entry(ERROR, "没有能用的姓名，这一行没有采用。", "请补填姓名。"),
    "name-character-lost": Entry(
        WARNING, "姓名“{value}”里有显示不出的字，已按原样采用。", "请核对生僻字，重新输入姓名。"
    ),
    "id-check-character": Entry(
        ERROR,
        "身份证号最后一位（校验码）与前面的数字对不上，没有采用这个号码，其余内容已采用。",
        "请对照身份证改正。",
    ),
    "id-digits-lost": Entry(
        ERROR,
        "身份证号按数字保存，后几位已经丢失，没有采用这个号码，其余内容已采用。",
        "请把这一列设为文本格式，再重新录入号码。",
    ),
    "id-wrong-length": Entry(
        ERROR, "身份证号不是18位，没有采用这个号码，其余内容已采用。", "请对照身份证改正。"
    ),
    "id-unreadable": Entry(
        ERROR,
        "身份证号里有不该有的字符，没有采用这个号码，其余内容已采用。",
        "请对照身份证改正，只留18位号码。",
    ),
    "id-no-such-birth-date": Entry(
        ERROR,
        "身份证号里的出生日期没有这一天，没有采用这个号码，其余内容已采用。",
        "请对照身份证改正。",
    ),
    "id-old-form": Entry(WARNING, "身份证号是15位的旧号码，已采用。", "请换成18位号码。"),
    "id-masked": Entry(
        WARNING,
        "有{count}个身份证号遮去了几位，没有采用这些号码，其余内容已采用。",
        "需要按身份证号核对的，请使用号码完整的名册。",
    ),
    "birth-differs-from-id": Entry(
        ERROR,
        "出生日期“{value}”与身份证号里的不一致，没有采用这个出生日期，其余内容已采用。",
        "请按干部人事档案和身份证核对，改正其中一处。",
    ),
    "gender-differs-from-id": Entry(
        WARNING, "性别“{value}”与身份证号不一致，已按表格采用。", "请核对性别和身份证号。"
    ),
    "unknown-gender": Entry(WARNING, "性别“{value}”不能识别，没有采用这一项。", "请填写男或女。"),
    "unknown-status": Entry(
        WARNING, "人员类别“{value}”不能识别，没有采用这一项。", "请填写正式党员或预备党员。"
    ),
    "not-members": Entry(
        NOTICE, "第{rows}行不是党员（积极分子、发展对象、群众等），没有列入党员。", "不必处理。"
    ),
    "same-person-twice": Entry(
        ERROR,
        "与{earlier}是同一个人，这一行没有采用。",
        "请删去重复的一行；如果是两个人，请改正身份证号或出生日期。",
    ),
    "same-name-in-branch": Entry(
        WARNING,
        "与{earlier}同名同支部，缺少身份证号或出生日期，看不出是不是同一个人，两行都已采用。",
        "请核对，并补填身份证号。",
    ),
    # ---- 党组织 ----
    "no-organization-name": Entry(ERROR, "没有能用的党组织名称，这一行没有采用。", "请补填名称。"),
    "unknown-organization-kind": Entry(
        WARNING, "组织类别“{value}”不能识别，已按名称判断。", "请填写党委、党总支或党支部等。"
    ),
    # ---- 会议和活动 ----
    "unknown-kind": Entry(
        ERROR,
        "不认识会议类别“{value}”，这一行没有作为活动。",
        "请改为支委会、党员大会、党小组会、党课、主题党日等规范名称。",
    ),
    "kind-partly-known": Entry(
        NOTICE, "会议类别里的“{value}”不认识，已按其余的类别采用。", "需要计入的，请改为规范名称。"
    ),
    "not-held": Entry(
        WARNING,
        "“{value}”表明会议没有召开（取消、改期或只是打算召开），这一行没有作为活动。",
        "请核对；已经召开的，请删去这些字样，写明实际召开的日期。",
    ),
    "no-kind": Entry(
        ERROR,
        "没有写会议类别，标题、工作表名和议题里也看不出来，没有作为活动。",
        "请补填会议类别。",
    ),
    "present-exceeds-expected": Entry(
        ERROR,
        "实到{present}人多于应到{expected}人，没有采用实到人数，其余内容已采用。",
        "请核对应到和实到人数。",
    ),
    "negative-count": Entry(ERROR, "人数“{value}”是负数，没有采用这个单元格。", _FIX_CELL),
    "count-not-whole": Entry(ERROR, "人数“{value}”不是整数，没有采用这个单元格。", _FIX_CELL),
    "unreadable-count": Entry(
        ERROR, "“{value}”不是能识别的人数，没有采用这个单元格。", "请只填写数字。"
    ),
    "absent-count-differs": Entry(
        WARNING,
        "写明的缺席人员有{named}人，应到减实到是{missing}人，两者不一致，都已按原样采用。",
        "请核对人数和名单。",
    ),
    "absent-not-named": Entry(
        WARNING, "缺席{count}人，没有写姓名，只采用了人数。", "请写明缺席人员姓名和原因。"
    ),
    "absent-incomplete": Entry(
        WARNING, "缺席人员写作“等”，只写出了{named}人的姓名，已采用这些姓名。", "请写全姓名。"
    ),
    "absent-unclear": Entry(
        WARNING,
        "缺席一栏里的“{value}”看不出姓名，这部分没有采用。",
        "请写作：姓名（原因）、姓名（原因）。",
    ),
    "same-meeting-twice": Entry(
        ERROR, "与{earlier}是同一次会议，这一行没有采用。", "请删去重复的一行。"
    ),
    "possibly-same-meeting": Entry(
        WARNING,
        "与{earlier}是同一天、同一类会议，内容不完全相同，两行都已采用。",
        "如果是同一次会议，请删去一行。",
    ),
    "several-votes": Entry(NOTICE, "记录里有{count}次表决，只采用了第一次的票数。", "不必处理。"),
    # ---- 党费 ----
    "unreadable-amount": Entry(ERROR, "“{value}”不是能识别的金额，没有采用这个单元格。", _FIX_CELL),
    "unreadable-rate": Entry(
        ERROR, "“{value}”不是能识别的比例，没有采用这个单元格。", "请写作 1.5% 或 0.015。"
    ),
    "dues-ticked": Entry(
        NOTICE,
        "有{count}行用勾或文字表示已缴，没有金额，没有采用这些月份。",
        "需要核对缴费情况的，请填写金额。",
    ),
}
