"""The demo case: what was said about Llama 4's scores, told in our own words and built by the program's own commands.

People and companies are named as in public reporting; every text here was written for the demo, and the protected
source, like the wire "Demo Wire", does not exist.
"""

from pathlib import Path

from tracker.commands import actors, cases, claims, events, sources
from tracker.commands.claims import Via
from tracker.domain.actor import Actor
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.dates import UNDATED, FuzzyDate, parse_iso, read_date
from tracker.domain.event import Event
from tracker.domain.evidence import Evidence
from tracker.domain.reply import Reply
from tracker.domain.source import Source
from tracker.store import Store, create_case

_OVERVIEW = """Llama 4 的分數是怎麼來的
示範通訊整理｜2026年1月12日

楊立昆（Yann LeCun）近日受訪時承認，團隊替不同的測試挑了不同版本的模型，他說「結果確實被動過一點手腳」。這番話等於替去年春天的質疑補上了內部人的說法。

另一位離開的研究主管田淵棟說得更直接：Llama 4 是「外行指揮內行」。他的小組在發布前兩個月才被叫去救火，後來整組被裁。

公司在2025年4月的聲明裡否認拿測試題目訓練模型。社群開發者重跑公開版本後，分數比發表的低。

一名前技術員工說，從Llama 3末期開始，高層把資源壓在產品整合上，推理能力被擱到一旁。

人事上，2025年7月中旬，Meta以四年約3億美元的條件挖來Jason Wei與Hyung Won Chung；同年6月，公司以143億美元取得Scale AI 49%的股權，沒有投票權。楊立昆則在2025年年底離職。

新模型代號Avocado，據傳用了阿里巴巴的通義千問來調校。預計2026年春季發布，成敗屆時可見。

早在2024年9月之前，田淵棟的小組就在研究思維鏈。
"""
_INTERVIEW = """Interview notes: Yann LeCun on leaving Meta
Demo Wire, January 2026

Asked about the Llama 4 scores, LeCun said the team had used different models for different benchmarks to get better numbers. "The results were fudged a little bit," he said.

He had run the lab since 2013 and left at the end of 2025. He no longer believed that large language models lead to human-level intelligence, he said, and the company would not follow him.

Of the new head of AI he said that he was young and had no experience of research.
"""
_POST = """田淵棟的貼文
2026年1月4日

十年多了，總有一天要離開。當時是被找去救Llama 4的火，真正負責的人沒有被追究，被裁的卻是我們這一組。

接手前我列過一張表，寫下四種結局；沒想到最後遇到的是第五種。
"""
_REPLICATIONS = """Community replications of Llama 4 scores
8 April 2025

Eleven independent runs of the released weights score below the published figures on four of five benchmarks. The gap is largest on the chat leaderboard.
"""
_LEADERBOARD = """Note on the experimental entry
7 April 2025

The model listed under the name Llama 4 on the leaderboard was an experimental chat version. It was not the model that the public could download.
"""
_TALK = """Talk with a former engineer
Notes, autumn 2025, names withheld

From the last months of Llama 3 on, every meeting was about putting the assistant into the apps. Reasoning had no owner. Nobody said it aloud, but the launch date was fixed before the model was.
"""


def build(path: Path | None, *, author: str) -> None:
    """Write the demo case to a new file."""
    store = create_case(path, "Llama 4 benchmarks", author=author)
    try:
        _Story(store).tell()
    finally:
        store.close()


class _Story:
    def __init__(self, store: Store) -> None:
        self.store = store
        self.people: dict[str, Actor] = {}
        self.read: dict[str, Source] = {}
        self.claims: list[Claim] = []

    def tell(self) -> None:
        cases.describe_case(
            self.store, name="Llama 4 benchmarks",
            summary="What was said about Llama 4's scores, who passed it on, and what holds it up. A demonstration.",
        )  # fmt: skip
        self._people()
        self._sources()
        self._claims()
        self._evidence()
        self._relations()
        self._replies()
        self._events()
        self._review()
        cases.save_search(self.store, "LeCun, open questions", "by:LeCun -review:signed-off")
        cases.save_search(self.store, "Money", "kind:number")

    def _actor(self, key: str, name: str, *also: str, kind: str = "person", description: str = "", **more: str) -> None:
        roles = [(title, read_date(held)) for title, held in more.items()]
        titled = [(title.replace("_", " "), held) for title, held in roles]
        self.people[key] = actors.add_actor(
            self.store, name, names=also, kind=kind, description=description, roles=titled
        )

    def _people(self) -> None:
        self._actor(
            "lecun", "楊立昆", "Yann LeCun", "杨立昆", description="ex-Meta", Chief_scientist_at_Meta="2013/2025-12"
        )
        self._actor(
            "tian", "田淵棟", "Yuandong Tian", "田渊栋", description="ex-FAIR", Research_director_at_FAIR="../2025-10"
        )
        self._actor("zuckerberg", "Mark Zuckerberg", "祖克柏", "扎克伯格", description="Meta")
        self._actor("wang", "Alexandr Wang", "亞歷山大王", description="Meta", Chief_AI_officer_at_Meta="2025-06/..")
        self._actor("wei", "Jason Wei", "魏傑森", description="researcher")
        self._actor("chung", "Hyung Won Chung", "鄭亨元", description="researcher")
        self._actor("meta", "Meta", "臉書母公司", kind="organisation", description="company")
        self._actor("fair", "FAIR", "基礎人工智慧研究院", kind="organisation", description="laboratory")
        self._actor("openai", "OpenAI", "開放人工智慧公司", kind="organisation", description="company")
        self._actor("scale", "Scale AI", "規模人工智慧公司", kind="organisation", description="company")
        self._actor("alibaba", "Alibaba", "阿里巴巴", kind="organisation", description="company")
        self._actor("wire", "示範通訊", "Demo Wire", kind="organisation", description="publisher")
        self._actor("community", "社群開發者", "Community developers", kind="group")
        self.people["engineer"] = actors.add_actor(
            self.store, "許文哲", names=["Hsu Wen-che"], description="former technical staff", protected=True
        )

    def _source(
        self, key: str, title: str, text: str, published: str, kind: str = "article", *, link: str = "",
        authors: str = "", publisher: str = "", language: str = "en", reliability: str = "",
    ) -> None:  # fmt: skip
        source = Source(
            title=title, kind=kind, text=text, published=read_date(published), url=link, authors=authors,
            publisher=publisher, language=language, reliability=reliability,
        )  # fmt: skip
        content = text.encode() if text else None
        self.read[key] = sources.add_source(
            self.store, source, sources.Original(content, origin=f"{key}.txt") if content else None
        )

    def _sources(self) -> None:
        wire = "示範通訊"
        self._source("overview", "Llama 4 的分數是怎麼來的", _OVERVIEW, "2026-01-12", publisher=wire,
                     authors="編輯部", language="zh-Hant", reliability="C")  # fmt: skip
        self._source("interview", "Interview notes: Yann LeCun on leaving Meta", _INTERVIEW, "2026-01~", "interview",
                     publisher="Demo Wire", reliability="B")  # fmt: skip
        self._source("post", "田淵棟的貼文", _POST, "2026-01-04", "post", language="zh-Hant", reliability="B")
        self._source("statement", "Company statement on Llama 4 scores", "", "April 2025", "post",
                     link="https://example.org/statement", publisher="Meta", reliability="C")  # fmt: skip
        self._source("replications", "Community replications of Llama 4 scores", _REPLICATIONS, "2025-04-08",
                     "dataset", reliability="B")  # fmt: skip
        self._source("leaderboard", "Note on the experimental entry", _LEADERBOARD, "2025-04-07", "document",
                     reliability="A")  # fmt: skip
        self._source("talk", "Talk with a former engineer", _TALK, "autumn 2025", "testimony", reliability="F")
        sources.derive(self.store, self.read["overview"].id, self.read["interview"].id, "tells the same interview")

    def _claim(
        self, statement: str, by: str | None, source: str, said: str, *, quote: str = "", kinds: str = "factual",
        about: str = "", due: str = "", value: str = "", unit: str = "", mode: str = "indirect",
        record: str = "", described: str = "", relay: tuple[Via, ...] = (), tags: str = "", note: str = "",
    ) -> None:  # fmt: skip
        place = self.read[source]
        anchor = sources.anchor_day(place)
        claim = Claim(
            number=0, statement=statement, kinds=tuple(kinds.split()), about=_date(about, anchor),
            due=_date(due, anchor), value=value, unit=unit, note=note,
        )  # fmt: skip
        attribution = Attribution(
            claim_id=0, actor_id=self.people[by].id if by else None, described=described, source_id=place.id,
            said=_date(said, anchor), mode=mode, record=record, quote=quote,
        )  # fmt: skip
        self.claims.append(claims.log_claim(self.store, claim, attribution=attribution, relay=relay, tags=tags.split()))

    def _claims(self) -> None:
        interview = (Via(source_id=self.read["interview"].id),)
        wire = (Via(actor_id=self.people["wire"].id),)
        say = self._claim
        say(
            "Llama 4 的基準測試結果被動過手腳：團隊替不同的測試用了不同版本的模型",
            "lecun",
            "overview",
            "近日",
            quote="結果確實被動過一點手腳",
            about="2025-04",
            mode="direct quote",
            relay=interview,
            tags="benchmarks",
        )
        say(
            "Meta did not train or tune Llama 4 on benchmark test sets",
            "meta",
            "statement",
            "2025年4月",
            kinds="denial",
            about="2025-04",
            tags="benchmarks",
        )
        say(
            "Llama 4 的研發是「外行指揮內行」",
            "tian",
            "overview",
            "2026年1月",
            quote="外行指揮內行",
            kinds="opinion quote",
            mode="direct quote",
            tags="management",
        )
        say(
            "從 Llama 3 末期開始，高層過度偏重產品整合",
            "engineer",
            "talk",
            "autumn 2025",
            about="since 2024",
            record="anonymous",
            quote="every meeting was about putting the assistant into the apps",
            tags="management",
            note="Met twice in person; wants no detail of the team in print.",
        )
        say(
            "Meta bought 49% of Scale AI, without votes, for US$14.3 billion",
            "meta",
            "overview",
            "2025年6月",
            kinds="number factual",
            about="June 2025",
            value="14.3",
            unit="billion US$",
            tags="money",
            quote="143億美元取得Scale AI 49%的股權",
        )
        say(
            "2025 年 7 月中旬，Meta 以四年約 3 億美元挖來 Jason Wei 與 Hyung Won Chung",
            None,
            "overview",
            "2026-01-12",
            described="示範通訊, unsourced",
            kinds="number factual",
            about="2025年7月中旬",
            value="300",
            unit="million US$",
            quote="2025年7月中旬，Meta以四年約3億美元的條件挖來Jason Wei與Hyung Won Chung",
            tags="money people",
        )
        say(
            "Avocado 用了阿里巴巴的通義千問來調校",
            None,
            "overview",
            "日前",
            described="被傳",
            kinds="rumour",
            about="2025年年底",
            quote="據傳用了阿里巴巴的通義千問來調校",
            relay=wire,
            tags="avocado",
        )
        say(
            "Avocado will be released in spring 2026",
            None,
            "overview",
            "2026-01-12",
            described="示範通訊",
            kinds="prediction",
            about="2026年春季",
            due="2026-05-31",
            quote="預計2026年春季發布",
            tags="avocado",
        )
        say(
            "Two months before launch, Tian's team was called in to rescue Llama 4",
            "tian",
            "post",
            "2026-01-04",
            about="February 2025",
            quote="當時是被找去救Llama 4的火",
            mode="direct quote",
            tags="management",
        )
        say(
            "Those responsible for Llama 4 were not held to account; our team was laid off",
            "tian",
            "post",
            "2025年10月",
            quote="真正負責的人沒有被追究，被裁的卻是我們這一組",
            mode="direct quote",
            tags="people",
        )
        say(
            "Yann LeCun left Meta at the end of 2025",
            "lecun",
            "interview",
            "January 2026",
            about="end of 2025",
            quote="left at the end of 2025",
            tags="people",
        )
        say(
            "Before o1 appeared, Tian's team was already researching chain of thought",
            None,
            "overview",
            "2024年9月之前",
            described="示範通訊",
            quote="早在2024年9月之前，田淵棟的小組就在研究思維鏈",
            tags="research",
        )
        say(
            "The leaderboard listed an experimental version, not the released model",
            None,
            "leaderboard",
            "April 7, 2025",
            described="leaderboard operators",
            about="April 5–7, 2025",
            tags="benchmarks",
            quote="It was not the model that the public could download",
        )
        say(
            "Independent runs score below the published figures on four of five benchmarks",
            "community",
            "replications",
            "2025-04-08",
            kinds="number factual",
            about="early April 2025",
            value="4 of 5",
            unit="benchmarks",
            tags="benchmarks",
            quote="score below the published figures on four of five benchmarks",
        )
        say(
            "Yann LeCun led research at Meta from 2013",
            "lecun",
            "interview",
            "2026-01~",
            about="2013/2025-12",
            quote="He had run the lab since 2013",
            tags="people",
        )
        say(
            "The launch date of Llama 4 was fixed before the model was ready",
            "engineer",
            "talk",
            "Q4 2025",
            record="background",
            about="circa 2025",
            quote="the launch date was fixed before the model was",
            tags="management",
        )
        say(
            "新任的人工智慧主管年輕，沒有研究經驗",
            "lecun",
            "interview",
            "January 2026",
            kinds="opinion",
            quote="he was young and had no experience of research",
            tags="people",
        )
        say(
            "The open-source line of the company is over",
            None,
            "overview",
            "",
            described="former staff, unnamed",
            kinds="rumour",
            tags="avocado",
        )
        say(
            "Internal warnings about the scores were written down before launch",
            "engineer",
            "talk",
            "3/4/2025",
            record="anonymous",
            about="1月4日",
            kinds="factual",
            tags="benchmarks",
        )
        say("Meta will give up the language-model line by 2030", None, "interview", "2026-01", described="listeners",
            kinds="prediction opinion", about="by 2030", due="2030", tags="research")  # fmt: skip

    def _support(
        self,
        number: int,
        source: str,
        shows: str,
        stance: str = "supports",
        credibility: int | None = None,
        quote: str = "",
    ) -> None:
        evidence = Evidence(
            claim_id=self.claims[number - 1].id, source_id=self.read[source].id, stance=stance, shows=shows,
            credibility=credibility,
        )  # fmt: skip
        claims.link_evidence(self.store, evidence, quote=quote)

    def _evidence(self) -> None:
        self._support(
            1,
            "replications",
            "Independent runs score below the published figures",
            credibility=2,
            quote="Eleven independent runs of the released weights score below the published figures",
        )
        self._support(
            1,
            "leaderboard",
            "The leaderboard held an experimental model, not the released one",
            credibility=1,
            quote="an experimental chat version",
        )
        self._support(1, "statement", "The company says it did not train on test sets", "refutes", 3)
        self._support(2, "statement", "The company's own words", credibility=3)
        self._support(2, "replications", "The released weights do not reach the figures", "refutes", 2)
        self._support(
            2,
            "interview",
            "Its former chief scientist says otherwise",
            "refutes",
            2,
            "The results were fudged a little bit",
        )
        self._support(3, "post", "He says who was spared and who was laid off", credibility=3)
        self._support(5, "overview", "Names price and share", credibility=3)
        self._support(9, "overview", "Tells the same, from him", credibility=3)
        self._support(11, "overview", "Gives the same date", credibility=2, quote="楊立昆則在2025年年底離職")
        self._support(13, "replications", "Gap is largest on the chat leaderboard", "context")
        self._support(14, "leaderboard", "Explains the gap", "context", 1)
        self._support(16, "post", "Called in two months before launch", "context", 3)  # fmt: skip

    def _relations(self) -> None:
        def relate(first: int, kind: str, other: int) -> None:
            claims.relate(self.store, self.claims[first - 1].id, kind, self.claims[other - 1].id)

        relate(2, "contradicts", 1)
        relate(13, "supports", 1)
        relate(14, "supports", 1)
        relate(9, "part of", 3)
        relate(16, "supports", 4)

    def _replies(self) -> None:
        meta = self.people["meta"].id
        asked, due = _date("2026-01-12"), _date("2026-01-16")
        claims.request_reply(
            self.store,
            Reply(claim_id=self.claims[0].id, actor_id=meta, described="press office", channel="e-mail",
                  question="Were different models used for different benchmarks?", asked=asked, deadline=due),
        )  # fmt: skip
        claims.request_reply(
            self.store,
            Reply(claim_id=self.claims[6].id, actor_id=self.people["alibaba"].id, channel="e-mail", asked=asked,
                  deadline=due, question="Was your model used?", outcome="declined", answered=_date("2026-01-14")),
        )  # fmt: skip
        claims.request_reply(
            self.store,
            Reply(claim_id=self.claims[4].id, actor_id=meta, channel="telephone", asked=asked, deadline=due,
                  question="Is the price right?", outcome="answered", answered=_date("2026-01-13"),
                  answer="The figures are those we published."),
        )  # fmt: skip

    def _events(self) -> None:
        for title, when, actor, source in (
            ("Yann LeCun 加入 Meta，設立研究院", "2013", "lecun", "interview"),
            ("Llama 4 released", "April 5, 2025", "meta", "leaderboard"),
            ("Leaderboard note on the experimental entry", "April 7, 2025", None, "leaderboard"),
            ("Scale AI 入股", "June 2025", "scale", "overview"),
            ("Jason Wei and Hyung Won Chung hired", "mid-July 2025", "meta", "overview"),
            ("田淵棟的小組被裁", "2025-10~", "tian", "overview"),
            ("Yann LeCun leaves Meta", "end of 2025", "lecun", "interview"),
            ("Avocado expected", "spring 2026", "meta", "overview"),
            ("The decade of open models", "2020s", None, "overview"),
        ):
            events.add_event(
                self.store,
                Event(title=title, when=_date(when), actor_id=self.people[actor].id if actor else None,
                      source_id=self.read[source].id),
            )  # fmt: skip

    def _review(self) -> None:
        def judge(number: int, verdict: str | None, review: str | None, reason: str) -> None:
            claims.judge(self.store, self.claims[number - 1].id, verdict=verdict, review=review, reason=reason)

        judge(1, "disputed", "in review", "The company's denial of April 2025 was found")
        judge(1, None, "sent back", "Find the company's own words")
        judge(1, None, "in review", "Statement linked, though only as a link")
        judge(1, None, "signed off", "Denial found, two independent origins")
        judge(2, "disputed", "in review", "Replications and an insider speak against it")
        judge(3, "corroborated", "signed off", "Said by himself, twice")
        judge(5, "confirmed", "signed off", "Company figures")
        judge(6, None, "in review", "Needs a second source for the sum")
        judge(7, "unverifiable", "in review", "Nobody will stand by it")
        judge(9, "corroborated", "in review", "His own post and the overview agree")
        judge(11, "confirmed", "signed off", "He and the wire agree")
        judge(12, None, "in review", "")
        judge(12, None, "sent back", "Who says so? Name the claimant")
        judge(13, "confirmed", None, "The operators' own note")
        judge(14, "corroborated", None, "Eleven runs")
        judge(18, "misleading", None, "Weights of smaller models are still published")
        # An edit after sign-off, so that the desk shows what it does with one.
        self._support(1, "interview", "The same words in English", credibility=2,
                      quote="The results were fudged a little bit")  # fmt: skip


def _date(words: str, anchor: int | None = None) -> FuzzyDate:
    return read_date(words, anchor if anchor is not None else parse_iso("2026-01-12")) if words else UNDATED
