"""Work of the newsroom on a case: comments, assignments, members and sign-off rules."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.dates import UNDATED, FuzzyDate
from tracker.domain.evidence import Evidence
from tracker.domain.ids import new_id
from tracker.domain.newsroom import PRESETS, ROLES, Assignment, Comment, Member, Policy
from tracker.domain.reply import Reply
from tracker.errors import Refused
from tracker.store import Store, history
from tracker.store.search import fold


def comment(
    store: Store, claim_id: int, text: str, *, answers: int | None = None, on: Attribution | Evidence | None = None
) -> Comment:
    """Comment on a claim, or on a quote or piece of evidence of it; or answer a comment.

    Raises: Refused without words, NotFound when the claim or the comment that is answered is gone.
    """
    if not text.strip():
        raise Refused("A comment needs words.")
    claim = store.get(Claim, claim_id)
    kind = "claim" if on is None else "attribution" if isinstance(on, Attribution) else "evidence"
    if answers is not None:
        thread = store.get(Comment, answers)
        answers = thread.parent_id or thread.id
    with store.step(f"Comment on {claim.label}"):
        return store.put(
            Comment(
                claim_id=claim_id, parent_id=answers, on_kind=kind, on_id=on.id if on is not None else claim_id,
                text=text.strip(), author=store.author, at=datetime.now(UTC).isoformat(timespec="seconds"),
            )
        )  # fmt: skip


def resolve(store: Store, comment_id: int, *, again: bool = False) -> Comment:
    """Close a thread, or open it again.

    Raises: NotFound when the comment is gone.
    """
    chosen = store.get(Comment, comment_id)
    first = store.get(Comment, chosen.parent_id) if chosen.parent_id is not None else chosen
    with store.step("Open the thread again" if again else "Resolve the thread"):
        return store.put(replace(first, resolved_by="" if again else store.author or "unnamed"))


def threads(store: Store, claim_id: int) -> list[tuple[Comment, list[Comment]]]:
    """The threads on a claim in the order they were started: (first comment, answers) each."""
    comments = store.all(Comment, claim_id=claim_id)
    first = [opening for opening in comments if opening.parent_id is None]
    return [(opening, [answer for answer in comments if answer.parent_id == opening.id]) for opening in first]


def assign(store: Store, ids: Sequence[int], who: str, due: FuzzyDate = UNDATED) -> None:
    """Assign claims to somebody, in one step; an empty name removes the assignment.

    Raises: NotFound when a claim is gone.
    """
    claims = [store.get(Claim, claim_id) for claim_id in ids]
    names = claims[0].label if len(claims) == 1 else f"{len(claims)} claims"
    with store.step(f"Assign {names} to {who.strip()}" if who.strip() else f"Unassign {names}"):
        for claim in claims:
            current = next(iter(store.all(Assignment, claim_id=claim.id)), None)
            if not who.strip():
                if current is not None:
                    store.remove(current)
            elif current is not None:
                store.put(replace(current, who=who.strip(), due=due))
            else:
                store.put(Assignment(claim_id=claim.id, who=who.strip(), due=due))


def assignment(store: Store, claim_id: int) -> Assignment | None:
    return next(iter(store.all(Assignment, claim_id=claim_id)), None)


def policy(store: Store) -> Policy:
    """The rules of signing off in this case."""
    return next(iter(store.all(Policy)), PRESETS["open"])


def set_policy(store: Store, wanted: Policy) -> Policy:
    """Set the rules for signing off; claims signed before stay signed."""
    current = next(iter(store.all(Policy)), None)
    with store.step("Set the rules of signing off"):
        if current is None:
            return store.put(replace(wanted, id=new_id()))
        return store.put(replace(wanted, id=current.id, version=current.version))


def require_sign_off_rules(store: Store, claim: Claim, reason: str) -> None:
    """Raise Refused in words where the rules of the case do not let this person sign this claim off."""
    rules = policy(store)
    if rules.needs_reason and not reason.strip():
        raise Refused(f"In this case sign-off needs a reason: state why the verdict on {claim.label} holds.")
    if rules.needs_attribution and not store.all(Attribution, claim_id=claim.id):
        raise Refused(f"In this case {claim.label} needs an attribution before it is signed off.")
    if rules.needs_evidence and not store.all(Evidence, claim_id=claim.id):
        raise Refused(f"In this case {claim.label} needs evidence before it is signed off.")
    if rules.submit_first and claim.review not in ("in review", "signed off"):
        raise Refused(f"In this case {claim.label} is submitted for review before it is signed off.")
    if rules.needs_reply and not store.all(Reply, claim_id=claim.id):
        raise Refused(f"In this case somebody is asked for a reply before {claim.label} is signed off.")
    if rules.four_eyes:
        writer = next((step.author for step, change in history.of_record(store.db, "claim", claim.id)), "")
        if writer and fold(writer.strip()) == fold(store.author.strip()):
            raise Refused(f"{claim.label} was written by {writer}; in this case somebody else signs it off.")


def put_member(store: Store, name: str, initials: str, role: str) -> Member:
    """Store the role of a member of the newsroom in this case.

    Raises: Refused without a name and for an unknown role.
    """
    if not name.strip():
        raise Refused("A member of the newsroom needs a name.")
    if role not in ROLES:
        raise Refused(f"There is no role “{role}”: choose from {', '.join(ROLES)}.")
    short = initials.strip() or "".join(part[0] for part in name.split())[:3].upper()
    current = next((member for member in store.all(Member) if fold(member.name) == fold(name.strip())), None)
    with store.step(f"{name.strip()} works as {role}"):
        if current is not None:
            return store.put(replace(current, initials=short, role=role))
        return store.put(Member(name=name.strip(), initials=short, role=role))


def members(store: Store) -> list[Member]:
    return sorted(store.all(Member), key=lambda member: member.name)
