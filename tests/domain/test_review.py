"""The review flow: who may move a claim where, with which reason, and what a sign-off vouches for."""

from dataclasses import replace

import pytest

from tracker.domain.attribution import Attribution, Hop
from tracker.domain.claim import Claim
from tracker.domain.dates import read_date
from tracker.domain.evidence import Evidence
from tracker.domain.review import (
    MARKS,
    MOVES,
    START,
    START_CODE,
    STATE_CODES,
    STATES,
    VERDICTS,
    Mark,
    Verdict,
    Verdicts,
    coded,
    content_hash,
    move_to,
    moves_from,
)
from tracker.errors import Refused

CLAIM = Claim(id=1, number=1, statement="The scores were fudged")


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("draft", ["Submit for review", "Sign off"]),
        ("in review", ["Sign off", "Send back", "Withdraw"]),
        ("sent back", ["Submit for review", "Sign off", "Withdraw"]),
        ("signed off", ["Send back", "Reopen"]),
    ],
)
def test_what_can_be_done_with_a_claim(state: str, names: list[str]) -> None:
    assert [move.name for move in moves_from(state)] == names


def test_every_state_can_be_reached_and_left() -> None:
    assert {move.target for move in MOVES} == set(STATES)
    assert all(moves_from(state) for state in STATES)


def test_sending_back_asks_for_a_reason() -> None:
    waiting = replace(CLAIM, review="in review")
    with pytest.raises(Refused, match="Send back needs a reason: what is missing or wrong"):
        move_to(waiting, "sent back", "  ")
    assert move_to(waiting, "sent back", "Who says so?").name == "Send back"


def test_a_move_the_flow_does_not_have_is_refused_in_words() -> None:
    with pytest.raises(Refused, match="C-001 is “draft” and cannot go to “sent back” from there"):
        move_to(CLAIM, "sent back", "because")
    with pytest.raises(Refused, match="There is no review state “done”"):
        move_to(CLAIM, "done", "")
    with pytest.raises(Refused):
        move_to(CLAIM, "draft", "")


def test_the_same_target_is_a_different_move_from_elsewhere() -> None:
    assert move_to(replace(CLAIM, review="signed off"), "in review", "").name == "Reopen"
    assert move_to(CLAIM, "in review", "").name == "Submit for review"


def luminance(colour: str) -> float:
    """Relative luminance of #rrggbb (WCAG 2.2)."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, other: str) -> float:
    light, dark = sorted((luminance(first), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("mark", MARKS.values(), ids=lambda mark: mark.name)
def test_the_words_of_a_mark_can_be_read(mark: Mark) -> None:
    assert contrast(mark.ink, mark.wash) >= 4.5
    assert contrast(mark.ink, "#ffffff") >= 4.5
    assert contrast(mark.dark_ink, mark.dark_wash) >= 4.5
    assert contrast(mark.fill, "#ffffff") >= 3


def test_marks_differ_without_their_colours() -> None:
    assert len({mark.glyph for mark in MARKS.values()}) == len(MARKS)


def test_verdicts_differ_in_glyph_word_and_colour() -> None:
    for part in ("label", "glyph", "fill", "ink"):
        assert len({getattr(verdict, part) for verdict in VERDICTS.values()}) == len(VERDICTS)


ATTRIBUTION = Attribution(id=2, claim_id=1, actor_id=3, quote="fudged a little")
EVIDENCE = Evidence(id=4, claim_id=1, source_id=5)
HOP = Hop(id=6, attribution_id=2, position=0, described="a colleague")
SIGNED = content_hash(CLAIM, [ATTRIBUTION], [EVIDENCE], [HOP])


@pytest.mark.parametrize(
    "change",
    [
        {"statement": "Other"}, {"kinds": ("rumour",)}, {"verdict": "false"}, {"value": "4"}, {"unit": "%"},
        {"about": read_date("2025")}, {"due": read_date("2025")}, {"as_of": read_date("2025")},
    ],
)  # fmt: skip
def test_a_sign_off_vouches_for_the_claim(change: dict[str, object]) -> None:
    assert content_hash(replace(CLAIM, **change), [ATTRIBUTION], [EVIDENCE], [HOP]) != SIGNED  # type: ignore[arg-type]


def test_a_sign_off_vouches_for_attributions_relays_and_evidence() -> None:
    changed = [
        content_hash(CLAIM, [replace(ATTRIBUTION, quote="much")], [EVIDENCE], [HOP]),
        content_hash(CLAIM, [replace(ATTRIBUTION, said=read_date("2025"))], [EVIDENCE], [HOP]),
        content_hash(CLAIM, [], [EVIDENCE], []),
        content_hash(CLAIM, [ATTRIBUTION], [replace(EVIDENCE, stance="refutes")], [HOP]),
        content_hash(CLAIM, [ATTRIBUTION], [replace(EVIDENCE, anchor_id=9)], [HOP]),
        content_hash(CLAIM, [ATTRIBUTION], [], [HOP]),
        content_hash(CLAIM, [ATTRIBUTION], [EVIDENCE], [replace(HOP, described="a friend")]),
    ]
    assert SIGNED not in changed
    assert len(set(changed)) == len(changed)


def test_a_date_read_otherwise_is_another_date() -> None:
    ambiguous, chosen = read_date("3/4/2025"), replace(read_date("2025-04-03"), words="3/4/2025")
    assert content_hash(replace(CLAIM, about=ambiguous), [], [], []) != content_hash(
        replace(CLAIM, about=chosen), [], [], []
    )


def test_notes_and_the_sign_off_itself_do_not_count() -> None:
    after = replace(CLAIM, note="internal", review="signed off", signed_by="Editor", signed_hash="x", version=7)
    assert content_hash(after, [ATTRIBUTION], [EVIDENCE], [HOP]) == SIGNED


def test_the_order_in_which_they_are_read_does_not_count() -> None:
    others = [ATTRIBUTION, replace(ATTRIBUTION, id=1, actor_id=None)]
    assert content_hash(CLAIM, others, [], []) == content_hash(CLAIM, others[::-1], [], [])


def test_the_codes_that_stand_in_every_case() -> None:
    """They are packed into every case file: a code that changed would relabel what was judged long ago."""
    assert {key: verdict.code for key, verdict in VERDICTS.items()} == {
        "unverified": 0, "corroborated": 1, "confirmed": 2, "disputed": 3, "misleading": 4, "false": 5,
        "unverifiable": 6,
    }  # fmt: skip
    assert (START, VERDICTS[START].code) == ("unverified", START_CODE)
    assert STATE_CODES == {"draft": 0, "in review": 1, "sent back": 2, "signed off": 3}
    assert list(STATE_CODES) == list(STATES)


def test_a_verdict_in_the_middle_moves_no_code() -> None:
    first, *others, last = VERDICTS.values()
    staged = Verdict(id=0, key="staged", label="Staged", mark=last.mark, rating=2)
    codes = {verdict.key: verdict.code for verdict in coded([first, staged, *others], Verdicts())}
    assert codes.pop("staged") not in codes.values()
    assert codes == {verdict.key: verdict.code for verdict in (first, *others)}


def test_a_case_keeps_its_own_codes_whatever_claimline_adds() -> None:
    """A case's own verdict, created while its code was free, and a built-in verdict that has the same code today."""
    own = Verdict(id=1, key="contested", label="Contested", mark="teal", code=VERDICTS["false"].code)
    verdicts = Verdicts({START: VERDICTS[START], own.key: own})
    codes = {verdict.key: verdict.code for verdict in coded([*verdicts.values(), VERDICTS["false"]], verdicts)}
    assert codes["contested"] == own.code
    assert len(set(codes.values())) == 3
