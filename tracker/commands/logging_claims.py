"""Logging a claim from the suggestion for selected words."""

from dataclasses import replace

from tracker.commands import actors, claims
from tracker.commands.suggest import Suggestion
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.source import Source
from tracker.store import Store


def suggested_attribution(source: Source, suggestion: Suggestion, span: tuple[int, int]) -> Attribution:
    """Who said the selected words (characters start…end of the source's text), before it is stored: without a claim yet, and
    without an actor where the suggested one is not in the case.
    """
    return Attribution(
        claim_id=0, actor_id=suggestion.claimant.id if suggestion.claimant else None, described=suggestion.described,
        source_id=source.id, said=suggestion.said, mode=suggestion.mode, quote=source.text[slice(*span)].strip(),
    )  # fmt: skip


def log_suggestion(store: Store, source: Source, suggestion: Suggestion, span: tuple[int, int]) -> Claim:
    """Log a claim as it is suggested, in one step; a claimant named in the text who is not in the case is added as an actor.

    `source` is the source as it is stored now, `span` characters start…end of its text. Raises Refused when the span contains
    no words, CannotSave when the file cannot be written.
    """
    attribution = suggested_attribution(source, suggestion, span)
    claim = Claim(
        number=0, statement=" ".join(suggestion.statement.split()), kinds=suggestion.kinds, about=suggestion.about
    )
    with store.step("Log claim"):
        if suggestion.claimant is None and suggestion.name:
            names = [suggestion.other_name] if suggestion.other_name else []
            attribution = replace(attribution, actor_id=actors.add_actor(store, suggestion.name, names=names).id)
        return claims.put_quoted_claim(store, claim, attribution, source, span)
