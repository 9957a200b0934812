"""A sample case of any size, for tests and trials: invented claims in English and Chinese about a port, its budget and its people.

Seeded: the same size gives the same words and dates. A few claimants make many claims, most make few; dates are exact to
the day, the month or the year, approximate, or open at one end.
"""

from collections.abc import Callable
from pathlib import Path
from random import Random

from tracker.domain.actor import Actor, ActorName
from tracker.domain.attribution import Attribution
from tracker.domain.case import Tag
from tracker.domain.claim import Claim, ClaimTag
from tracker.domain.dates import UNDATED, FuzzyDate, parse_iso, read_date
from tracker.domain.evidence import Evidence
from tracker.domain.ids import new_id
from tracker.domain.relation import Relation
from tracker.domain.source import Source
from tracker.store import Store, create_case

_AT_ONCE = 2_000  # claims a step
_ANCHOR = parse_iso("2026-01-12")
_FAMILY = "林 陳 張 王 李 黃 吳 劉 蔡 楊 許 鄭".split()
_GIVEN = "安 明哲 雅婷 志強 淑芬 俊傑 怡君 建宏 佳穎 家豪".split()
_FIRST = "Anna Boris Clara Dmitri Elena Farid Grace Hugo Ines Jonas Katja Liam".split()
_LAST = "Almeida Berg Conte Duarte Engel Fischer Grant Haas Ivanov Jensen Kovac Lund".split()
_WHO = "the port authority,the mayor,the auditor,the ministry,a contractor,the dockers' union,港務局,市長,審計處,工會".split(
    ","
)
_DID = (
    "did not run over budget,was told of the delay,paid the invoice twice,signed the contract,knew of the report,"
    "沒有超支,早就知道延誤,付了兩次款,簽了合約,看過報告"
).split(",")
_WHAT = "the quay extension,the reservoir level,the second tender,the audit of the harbour,碼頭擴建,水庫水位,第二次招標,港口審計".split(
    ","
)
_MONTHS = "January February March April May June July August September October November December".split()
_TAGS = "budget,audit,contract,safety,預算,審計,合約,工安".split(",")
_DESCRIBED = "a former employee,people close to the matter,an official,知情人士,前員工".split(",")
_VERDICTS = ("unverified",) * 10 + ("corroborated",) * 4 + ("confirmed",) * 3 + ("disputed",) * 3 + (
    "misleading", "false", "unverifiable",
)  # fmt: skip
_KINDS = (("factual",),) * 6 + (("number",), ("quote",), ("prediction",), ("opinion",), ("rumour",), ("denial",))


def build(path: Path | None, size: int, *, author: str, on_progress: Callable[[int], None] | None = None) -> Store:
    """Write a case of `size` claims to a new file (None: in memory); `on_progress` is called with how many are written."""
    store = create_case(path, f"Crowd of {size:,}", author=author)
    crowd = _Crowd(store, Random(size), size)  # noqa: S311  invented claims, no secrets
    try:
        crowd.people()
        for start in range(0, size, _AT_ONCE):
            crowd.claims(min(_AT_ONCE, size - start))
            if on_progress is not None:
                on_progress(min(size, start + _AT_ONCE))
    except BaseException:
        store.close()
        raise
    return store


class _Crowd:
    def __init__(self, store: Store, chance: Random, size: int) -> None:
        self.store, self.chance, self.size = store, chance, size
        self.actors: list[Actor] = []
        self.sources: list[Source] = []
        self.tags: list[Tag] = []
        self.earlier: list[int] = []
        self._read: dict[str, FuzzyDate] = {}

    def people(self) -> None:
        """Claimants, their names in the other script, and tags."""
        chance, names = self.chance, []
        for n in range(max(8, min(2_000, self.size // 100))):
            kind = chance.choice(("person", "person", "person", "organisation", "group"))
            latin = f"{chance.choice(_FIRST)} {chance.choice(_LAST)} {n + 1}"
            chinese = chance.choice(_FAMILY) + chance.choice(_GIVEN)
            actor = Actor(
                id=new_id(), name=latin if n % 2 else f"{chinese}{n + 1}", kind=kind, protected=n % 97 == 96,
                pseudonym=f"Source {n + 1}" if n % 97 == 96 else "", description="invented",
            )  # fmt: skip
            self.actors.append(actor)
            names.append(ActorName(id=new_id(), actor_id=actor.id, name=chinese if n % 2 else latin))
        self.tags = [Tag(id=new_id(), name=name) for name in _TAGS]
        with self.store.step("Add people"):
            self.store.add_all(self.actors)
            self.store.add_all(names)
            self.store.add_all(self.tags)

    def claims(self, count: int) -> None:
        """Claims with attributions and evidence."""
        chance, store = self.chance, self.store
        new = [self._source() for _ in range(max(1, count // 40))]
        self.sources = new + self.sources[:200]
        claims, attributions, proof, tagged, related = [], [], [], [], []
        with store.step(f"Log {count} claims"):
            number = store.next_number("claim", count)
            for n in range(count):
                claim = self._claim(number + n)
                claims.append(claim)
                attributions.append(self._attribution(claim.id))
                proof += [self._evidence(claim.id) for _ in range(chance.choice((0, 0, 1, 1, 2)))]
                if chance.random() < 0.3:
                    tagged.append(ClaimTag(id=new_id(), claim_id=claim.id, tag_id=chance.choice(self.tags).id))
                if self.earlier and chance.random() < 0.01:
                    kind = chance.choice(("contradicts", "supports", "repeats"))
                    other = chance.choice(self.earlier)
                    related.append(Relation(id=new_id(), claim_id=claim.id, other_id=other, kind=kind))
            self.earlier = [claim.id for claim in claims]
            for records in (new, claims, attributions, proof, tagged, related):
                store.add_all(records)

    def _source(self) -> Source:
        chance = self.chance
        text = " ".join(self._sentence() + "." for _ in range(chance.randint(4, 12)))
        return Source(
            id=new_id(), title=self._sentence().capitalize(), publisher=chance.choice(("海風日報", "Harbour Post", "Demo Wire")),
            language=chance.choice(("en", "zh")), published=self._date(exact=True), text=text,
        )  # fmt: skip

    def _claim(self, number: int) -> Claim:
        kinds = self.chance.choice(_KINDS)
        prediction = "prediction" in kinds
        return Claim(
            id=new_id(), number=number, statement=self._sentence(), kinds=kinds,
            about=self._date() if self.chance.random() < 0.5 else UNDATED,
            due=self._date(exact=True) if prediction else UNDATED, verdict=self.chance.choice(_VERDICTS),
            review=self.chance.choice(("draft", "draft", "in review", "sent back")),
        )  # fmt: skip

    def _attribution(self, claim_id: int) -> Attribution:
        chance, named = self.chance, self.chance.random() < 0.85
        actor = self.actors[int(len(self.actors) * chance.random() ** 3)]  # few actors make many claims
        return Attribution(
            id=new_id(), claim_id=claim_id, actor_id=actor.id if named else None,
            described="" if named else chance.choice(_DESCRIBED), source_id=chance.choice(self.sources).id,
            said=self._date() if chance.random() < 0.96 else UNDATED, record="on record" if named else "unknown",
        )  # fmt: skip

    def _evidence(self, claim_id: int) -> Evidence:
        stance = self.chance.choice(("supports", "supports", "refutes", "context"))
        return Evidence(
            id=new_id(), claim_id=claim_id, source_id=self.chance.choice(self.sources).id, stance=stance,
            shows=self._sentence(),
        )  # fmt: skip

    def _sentence(self) -> str:
        chance = self.chance
        return f"{chance.choice(_WHO)} {chance.choice(_DID)}: {chance.choice(_WHAT)} {chance.randint(1, 99_999)}"

    def _date(self, *, exact: bool = False) -> FuzzyDate:
        chance = self.chance
        year, month, day = chance.randint(2005, 2025), chance.randint(1, 12), chance.randint(1, 28)
        shapes = [f"{year}-{month:02d}-{day:02d}"] * 5
        if not exact:
            shapes += [
                f"{year}年{month}月", f"mid-{_MONTHS[month - 1]} {year}", f"{year}", f"circa {year}", f"since {year}",
                f"before {year}-{month:02d}", f"{year}年{month}月中旬",
            ]  # fmt: skip
        words = chance.choice(shapes)
        if words not in self._read:
            self._read[words] = read_date(words, _ANCHOR)
        return self._read[words]
