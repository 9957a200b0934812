"""The sources a claim is derived from, as a small tree."""

from tracker.commands.whole_claim import WholeClaim
from tracker.gui.inspector.section import Section
from tracker.gui.widgets.plain import label, row
from tracker.i18n import tr


class Origins(Section):
    """Shown where the claim was read in more than one place."""

    def fill(self, whole: WholeClaim) -> None:
        origins = whole.facts.origins
        if origins.sources < 2:
            return
        count = tr("{n} origins of {m} sources", n=origins.count, m=origins.sources)
        self.head(tr("Independence · {count}", count=count))
        for branch in whole.branches:
            glyph = "◉" if branch.depth == 0 else "└"
            line = row(
                label("    " * branch.depth + glyph, self, role="soft"),
                label(branch.words, self, wrap=True), label(branch.why, self, role="faint", scale=0.9),
                spacing=8, stretch=1,
            )  # fmt: skip
            self.body.addLayout(line)
