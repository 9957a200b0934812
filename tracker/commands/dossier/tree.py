"""The tree of a dossier: claims in their order, the picture, the sources they cite, what is left out."""

from tracker.commands import picture, placing
from tracker.commands.dossier.claims import claim_entry, section_of
from tracker.commands.dossier.material import Material
from tracker.commands.dossier.sources import key, left_out, source_entries
from tracker.domain.design import Design
from tracker.exporters.dossier import Dossier
from tracker.store import Store
from tracker.store.claims.index import ClaimIndex, Selection
from tracker.timeline.svg import svg

_PICTURE_WIDTH = 720.0


def assemble(store: Store, index: ClaimIndex, claims: Selection, design: Design) -> tuple[Dossier, str]:
    """(the dossier of some claims, the names of the lanes of its picture in full)."""
    m = Material(store, index, claims, design)
    placed = sorted(((*section_of(m, facts, design.order), facts) for facts in claims), key=lambda entry: entry[0])
    entries = tuple(claim_entry(m, facts, section) for _, section, facts in placed)
    drawn, pictured = _picture(m)
    w, case, receipt = m.w, store.case, m.receipt
    intro = (
        w.many(len(entries), "{n} claim", "{n} claims"), w("as of {date}", date=receipt.at[:10]), w(design.profile),
    )  # fmt: skip
    dossier = Dossier(
        language=w.lang, title=case.name, summary=case.summary, profile=design.profile,
        intro=" · ".join(intro), table="table" not in design.without, picture=drawn, claims=entries,
        sources=source_entries(m), left_out=left_out(m),
        undated=tuple(facts.claim.label for facts in m.unplaced()), key=key(m),
        case_uid=case.uid, step=receipt.step, head=receipt.head,
        head_short=" ".join(receipt.head[i : i + 4] for i in (0, 4, 8)), as_of=receipt.at,
    )  # fmt: skip
    return dossier, pictured


def _picture(m: Material) -> tuple[str, str]:
    """(the timeline as SVG, "" for none; the names of its lanes in full)."""
    plan = placing.TimelineBuilder.read(m.store, today=m.today, names=m.names, short=True, events=False, w=m.w)
    placed = plan.with_words(m.chosen.ids.tolist()).items(m.chosen)
    lanes = "; ".join(" ".join(filter(None, (lane.name, lane.note))) for lane in placed.lanes)
    if not len(placed) or "picture" in m.design.without:
        return "", lanes
    scene = picture.scene_of(placed, width=_PICTURE_WIDTH, font_size=9.0, language=m.w.lang[:2])
    return svg(scene, font_size=9.0), lanes
