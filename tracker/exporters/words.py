"""The fixed words of a dossier in its language: English as in the templates, 繁體中文, 简体中文."""

from collections.abc import Mapping

LANGUAGES = {"en": "English", "zh-Hant": "繁體中文", "zh-Hans": "简体中文"}

_WORDS = {
    "Claim dossier": ("主張卷宗", "主张卷宗"),
    "Timeline of the claims": ("主張時間線", "主张时间线"),
    "Summary": ("摘要", "摘要"),
    "No.": ("編號", "编号"),
    "Claim": ("主張", "主张"),
    "Claimant": ("發言者", "发言者"),
    "Verdict": ("判定", "判定"),
    "Origins": ("獨立來源", "独立来源"),
    "No claim was chosen.": ("沒有選取任何主張。", "没有选取任何主张。"),
    "What this dossier leaves out.": ("本卷宗未收錄的內容。", "本卷宗未收录的内容。"),
    "Undated": ("日期不詳", "日期不详"),
    "Who said it, and how it reached us": ("誰說的，如何傳到我們手上", "谁说的，如何传到我们手上"),
    "hop": ("次轉手", "次转手"),
    "hops": ("次轉手", "次转手"),
    "source": ("來源", "来源"),
    "No claimant is named.": ("沒有具名的發言者。", "没有具名的发言者。"),
    "Evidence": ("證據", "证据"),
    "What it shows": ("說明了什麼", "说明了什么"),
    "Source": ("來源", "来源"),
    "Grade": ("評級", "评级"),
    "Preserved": ("存證", "存证"),
    "No evidence is linked.": ("沒有連結任何證據。", "没有链接任何证据。"),
    "Related claims": ("相關主張", "相关主张"),
    "Right of reply": ("回應權", "回应权"),
    "Review": ("審閱", "审阅"),
    "Internal note": ("內部註記", "内部注记"),
    "Sources": ("來源", "来源"),
    "link only, not preserved": ("只有連結，未存證", "只有链接，未存证"),
    "link only": ("只有連結", "只有链接"),
    "Confidential source": ("須保密的消息來源", "须保密的消息来源"),
    "kept in the newsroom": ("留存於編輯部", "留存于编辑部"),
    "case": ("案卷", "案卷"),
    "step": ("步驟", "步骤"),
    "head": ("雜湊值", "哈希值"),
    "case head": ("案卷雜湊值", "案卷哈希值"),
    "Receipt": ("回執", "回执"),
    "as of": ("截至", "截至"),
    "Whoever holds this receipt can detect later changes to the history it names.": (
        "持有本回執者，可以查出其後對所載歷史的更動。", "持有本回执者，可以查出其后对所载历史的更动。"),
    "Date": ("日期", "日期"),
    "Decision": ("決定", "决定"),
    "Reason": ("理由", "理由"),
    "By": ("由誰", "由谁"),
    # sentences that the dossier is built of
    "{n} claim": ("{n} 則主張", "{n} 则主张"),
    "{n} claims": ("{n} 則主張", "{n} 则主张"),
    "as of {date}": ("截至 {date}", "截至 {date}"),
    "internal": ("內部", "内部"),
    "legal": ("法務", "法务"),
    "public": ("公開", "公开"),
    "unnamed": ("未具名", "未具名"),
    "Nobody on record": ("沒有具名者", "没有具名者"),
    "about {date}": ("所指時間：{date}", "所指时间：{date}"),
    "{value} as of {date}": ("{value}（截至 {date}）", "{value}（截至 {date}）"),
    "due {date}": ("到期：{date}", "到期：{date}"),
    "due {date}, overdue": ("到期：{date}，已逾期", "到期：{date}，已逾期"),
    "signed off {date}": ("{date} 簽核", "{date} 签核"),
    "signed off {date}, changed since": ("{date} 簽核，其後有更動", "{date} 签核，其后有更动"),
    "protected source": ("受保護的消息來源", "受保护的消息来源"),
    "quote occurs more than once in the preserved text": ("引文在存留文本中不只出現一次", "引文在存留文本中不只出现一次"),
    "quote not found in a preserved text": ("存留文本中找不到引文", "存留文本中找不到引文"),
    "quote lost in the source's text": ("引文已不在來源文本中", "引文已不在来源文本中"),
    "quote ambiguous in the source's text": ("引文在來源文本中的位置不能確定", "引文在来源文本中的位置不能确定"),
    "No source supports it yet.": ("尚無來源佐證。", "尚无来源佐证。"),
    "{n} source": ("{n} 個來源", "{n} 个来源"),
    "{n} sources": ("{n} 個來源", "{n} 个来源"),
    "{n} independent origin": ("{n} 個獨立源頭", "{n} 个独立源头"),
    "{n} independent origins": ("{n} 個獨立源頭", "{n} 个独立源头"),
    "{members} is derived from {root}": ("{members} 源自 {root}", "{members} 源自 {root}"),
    "{members} are derived from {root}": ("{members} 源自 {root}", "{members} 源自 {root}"),
    "{n} of {m}": ("{n}／{m}", "{n}／{m}"),
    "“{text}”": ("「{text}」", "“{text}”"), "({text})": ("（{text}）", "（{text}）"),
    ".": ("。", "。"), ": ": ("：", "："), ", ": ("，", "，"), "; ": ("；", "；"),
    " and ": ("、", "、"),
    "{who} asked": ("已向{who}求證", "已向{who}求证"),
    " by {channel}": ("，方式：{channel}", "，方式：{channel}"),
    " {date}": ("，{date}", "，{date}"),
    ", answer due by {date}": ("，請於 {date} 前回覆", "，请于 {date} 前回复"),
    "no answer by the deadline": ("期限內未獲回覆", "期限内未获回复"),
    "waiting": ("等候回覆", "等候回复"),
    "answered": ("已回覆", "已回复"),
    "declined": ("拒絕回覆", "拒绝回复"),
    "no answer": ("未獲回覆", "未获回复"),
    " (see {claim})": ("（見 {claim}）", "（见 {claim}）"),
    "Verdict {verdict}": ("判定「{verdict}」", "判定“{verdict}”"),
    "reliability {grade}": ("可靠度 {grade}", "可靠度 {grade}"),
    "captured {when} UTC, {n} bytes": ("存證於 {when} UTC，{n} 位元組", "存证于 {when} UTC，{n} 字节"),
    "derived from {sources}": ("源自 {sources}", "源自 {sources}"),
    "1 protected name (shown as {name})": ("1 個受保護的姓名（以「{name}」代稱）", "1 个受保护的姓名（以“{name}”代称）"),
    "{n} confidential source: its title, copy, checksum, size and time of capture": (
        "{n} 個須保密的消息來源：標題、存本、雜湊值、大小與存證時間", "{n} 个须保密的消息来源：标题、存本、哈希值、大小与存证时间"),
    "{n} confidential sources: their titles, copies, checksums, sizes and times of capture": (
        "{n} 個須保密的消息來源：標題、存本、雜湊值、大小與存證時間", "{n} 个须保密的消息来源：标题、存本、哈希值、大小与存证时间"),
    "{n} internal note": ("{n} 則內部註記", "{n} 则内部注记"),
    "{n} internal notes": ("{n} 則內部註記", "{n} 则内部注记"),
    "names of colleagues and reasons of the review": ("同事姓名與審閱理由", "同事姓名与审阅理由"),
    "{n} undated claim not on the timeline": ("{n} 則日期不詳的主張未列入時間線", "{n} 则日期不详的主张未列入时间线"),
    "{n} undated claims not on the timeline": ("{n} 則日期不詳的主張未列入時間線", "{n} 则日期不详的主张未列入时间线"),
    "{n} source saved as a link only, not preserved": ("{n} 個來源只留連結，未存證", "{n} 个来源只留链接，未存证"),
    "{n} sources saved as links only, not preserved": ("{n} 個來源只留連結，未存證", "{n} 个来源只留链接，未存证"),
    "sign-off: {n} claim not signed off": ("簽核：{n} 則主張尚未簽核", "签核：{n} 则主张尚未签核"),
    "sign-off: {n} claims not signed off": ("簽核：{n} 則主張尚未簽核", "签核：{n} 则主张尚未签核"),
    "{n} other claim of the case": ("本案其他 {n} 則主張", "本案其他 {n} 则主张"),
    "{n} other claims of the case": ("本案其他 {n} 則主張", "本案其他 {n} 则主张"),
    "nothing that the case holds for these claims": ("就這些主張而言，本案所載皆已收錄", "就这些主张而言，本案所载皆已收录"),
    "{n} text withheld": ("{n} 處文字隱去", "{n} 处文字隐去"),
    "{n} texts withheld": ("{n} 處文字隱去", "{n} 处文字隐去"),
    "a name replaced in {n} text, in [ ]": ("{n} 處文字以 [ ] 代稱取代姓名", "{n} 处文字以 [ ] 代称取代姓名"),
    "names replaced in {n} texts, in [ ]": ("{n} 處文字以 [ ] 代稱取代姓名", "{n} 处文字以 [ ] 代称取代姓名"),
    "[withheld]": ("［隱去］", "［隐去］"),
    "by choice: {parts}": ("依選擇略去：{parts}", "依选择略去：{parts}"),
    "the timeline": ("時間線", "时间线"),
    "the table of claims": ("主張總表", "主张总表"),
    "related claims": ("相關主張", "相关主张"),
    "the right of reply": ("回應權", "回应权"),
    "the review": ("審閱紀錄", "审阅记录"),
    # the picture
    "People": ("人物", "人物"), "Organisations": ("機構", "机构"), "Groups": ("群體", "群体"),
    "Not identified": ("身分未明", "身份未明"), "Nobody named": ("未具名", "未具名"), "No tag": ("無標籤", "无标签"),
    "No source": ("無來源", "无来源"), "No publisher": ("出版者不詳", "出版者不详"), "Another verdict": ("其他判定", "其他判定"),
    "Others": ("其他", "其他"), "{n} others": ("其他 {n} 條", "其他 {n} 条"), "few items each": ("每條項目不多", "每条项目不多"),
    "overdue since {date}": ("自 {date} 起逾期", "自 {date} 起逾期"),
    # the key
    "Key": ("說明", "说明"),
    "Reliability of a source": ("來源可靠度", "来源可靠度"), "Credibility of what it says": ("內容可信度", "内容可信度"),
    "completely reliable": ("完全可靠", "完全可靠"), "usually reliable": ("通常可靠", "通常可靠"),
    "fairly reliable": ("尚屬可靠", "尚属可靠"), "not usually reliable": ("通常不可靠", "通常不可靠"),
    "unreliable": ("不可靠", "不可靠"), "reliability cannot be judged": ("無法判斷", "无法判断"),
    "confirmed by other sources": ("經其他來源證實", "经其他来源证实"), "probably true": ("大致屬實", "大致属实"),
    "possibly true": ("可能屬實", "可能属实"), "doubtful": ("存疑", "存疑"), "improbable": ("不太可能", "不太可能"),
    "truth cannot be judged": ("無法判斷", "无法判断"),
    "A hop is each relay through which a claim reached us, the outlet included.": (
        "一次轉手，指主張傳到我們手上途中經過的一站，刊載者也算在內。", "一次转手，指主张传到我们手上途中经过的一站，刊载者也算在内。"),
    "Origins are the sources that are not derived from one another.": (
        "獨立源頭，指彼此不互為出處的來源。", "独立源头，指彼此不互为出处的来源。"),
    "the timeline picture, which this form does not hold": ("時間線圖（此格式無法收錄）", "时间线图（此格式无法收录）"),
    # kinds, modes and states
    "factual": ("事實", "事实"), "number": ("數字", "数字"), "quote": ("引述", "引述"),
    "prediction": ("預測", "预测"), "opinion": ("意見", "意见"), "rumour": ("傳聞", "传闻"), "denial": ("否認", "否认"),
    "direct quote": ("直接引述", "直接引述"), "indirect": ("間接引述", "间接引述"), "mixed": ("混合引述", "混合引述"),
    "paraphrase": ("轉述大意", "转述大意"),
    "on record": ("公開發言", "公开发言"), "background": ("背景談話", "背景谈话"), "anonymous": ("匿名", "匿名"),
    "terms not known": ("發言條件不明", "发言条件不明"),
    "supports": ("支持", "支持"), "refutes": ("反駁", "反驳"), "context": ("背景", "背景"),
    "contradicts": ("牴觸", "抵触"), "repeats": ("重複", "重复"), "corrects": ("更正", "更正"), "part of": ("屬於", "属于"),
    "supported by": ("支持者：", "支持者："), "contradicted by": ("牴觸者：", "抵触者："),
    "repeated by": ("重複者：", "重复者："), "corrected by": ("更正者：", "更正者："), "has part": ("包含", "包含"),
    "article": ("報導", "报道"), "interview": ("訪談", "访谈"), "post": ("貼文", "帖文"), "document": ("文件", "文件"),
    "dataset": ("資料集", "数据集"), "image": ("圖片", "图片"), "video": ("影片", "视频"), "testimony": ("證言", "证言"),
    "draft": ("草稿", "草稿"), "in review": ("審閱中", "审阅中"), "sent back": ("退回", "退回"), "signed off": ("已簽核", "已签核"),
    "Submit for review": ("送審", "送审"), "Sign off": ("簽核", "签核"), "Sign off again": ("再次簽核", "再次签核"),
    "Send back": ("退回", "退回"), "Withdraw": ("撤回", "撤回"), "Reopen": ("重新開啟", "重新开启"), "Set verdict": ("下判定", "下判定"),
    # places in a source
    "page {n}, line {m}": ("第 {n} 頁第 {m} 行", "第 {n} 页第 {m} 行"),
    "paragraph {n}": ("第 {n} 段", "第 {n} 段"),
    "clip {n}": ("時間碼 {n}", "时间码 {n}"),
    "sheet {n}, cell {m}": ("工作表 {n}，儲存格 {m}", "工作表 {n}，单元格 {m}"),
    # Claimline's own verdicts
    "Unverified": ("未查證", "未查证"), "Corroborated": ("有佐證", "有佐证"), "Confirmed": ("已證實", "已证实"),
    "Disputed": ("有爭議", "有争议"), "Misleading": ("誤導", "误导"), "False": ("不實", "不实"), "Unverifiable": ("無法查證", "无法查证"),
}  # fmt: skip


class Words:
    """The texts of a language by their English key; an unknown key is returned unchanged."""

    def __init__(self, lang: str) -> None:
        self.lang = lang
        self._side = {"zh-Hant": 0, "zh-Hans": 1}.get(lang, -1)

    def __call__(self, text: str, /, **values: object) -> str:
        translated = text if self._side < 0 or text not in _WORDS else _WORDS[text][self._side]
        return translated.format(**values) if values else translated

    def many(self, count: int, one: str, many: str) -> str:
        """Singular or plural with {n} filled in."""
        return self(one if count == 1 else many, n=count)

    def all(self) -> Mapping[str, str]:
        """Each text by its English key."""
        return {text: self(text) for text in _WORDS}


ENGLISH = Words("en")
