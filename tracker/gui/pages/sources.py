"""The sources page: list, reader with highlights, and cards of what was logged from the text."""

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QColor, QDesktopServices, QMouseEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMenu,
    QSplitter,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from tracker.capture import fetch
from tracker.capture.drafts import Draft, from_bytes
from tracker.commands import actors, claims, custody, events, sources, suggest
from tracker.commands.entry import claimant_of
from tracker.commands.speech import Speech
from tracker.commands.suggest import Suggestion
from tracker.domain.anchor import Anchor, access_point, place
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.dates.saying import say_with_words
from tracker.domain.event import Event
from tracker.domain.evidence import Evidence
from tracker.domain.source import KINDS, RELIABILITY, Capture, Derivation, Source
from tracker.gui.dialogs.text import EditTextDialog, TextDialog, confirm
from tracker.gui.editors import claim_forms
from tracker.gui.editors.form import Form
from tracker.gui.session import Session
from tracker.gui.tasks import Task
from tracker.gui.theme import Theme
from tracker.gui.widgets.chip import VerdictButton
from tracker.gui.widgets.notice import Notice
from tracker.gui.widgets.original import SHOWN, OriginalView
from tracker.gui.widgets.plain import button, clear, column, heading, label, row, rule, scrolled, set_tip
from tracker.gui.widgets.reader import Highlight, Reader
from tracker.gui.widgets.rows import Row, RowList
from tracker.i18n import tr, trn
from tracker.store import captures, queries

_READ_AT_ONCE = 60_000  # characters of a text that are looked through for claims while it is shown
_MOST_CARDS = 40  # claims of one source shown as cards
_REHASH_BELOW = 4 * 2**20  # bytes that can be hashed anew while a source is shown


class SourcesPage(QWidget):
    """Wishes: `add_source`, `open_claim` (claim id), `long_work` (a task to be watched, words). Says `logged` (words) when
    something was kept.
    """

    add_source = Signal()
    open_claim = Signal(object)
    logged = Signal(str)
    long_work = Signal(object, str)

    def __init__(self, session: Session, colours: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.session, self.colours = session, colours
        self.source: Source | None = None
        self.form: Form | None = None
        self._form_span: tuple[int, int] | None = None
        self._suggestion: Suggestion | None = None
        self._shown_sha = ""
        self._outside: TemporaryDirectory[str] | None = None
        self._speech: list[Speech] = []
        self._dismissed: set[tuple[int, str]] = set()  # (source id, words)
        self.list = RowList(colours, self, height=54, name=tr("Sources"))
        self.reader = Reader(colours, self)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(120)
        self._pause.timeout.connect(self._suggest)
        self.bar = _SelectionBar(self.reader.viewport())
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(1)
        splitter.addWidget(self.list)
        splitter.addWidget(self._middle())
        splitter.addWidget(self._cards_column())
        splitter.setSizes([250, 620, 360])
        splitter.setStretchFactor(1, 1)
        self._stack = QStackedLayout()
        self._stack.addWidget(splitter)
        self._stack.addWidget(self._empty())
        holder = QWidget(self)
        holder.setLayout(self._stack)
        column(self).addWidget(holder)
        self.list.chosen.connect(self.show_source)
        self.reader.picked.connect(self._picked)
        self.reader.clicked.connect(self._highlight_clicked)
        self.reader.key.connect(self.act)
        self.bar.wish.connect(self.act)

    # What the window calls

    def refresh(self) -> None:
        """Bring list, text, highlights and cards up to the case."""
        rows = self._rows()
        current: object = self.source.id if self.source else None
        ids = [entry.id for entry in rows]
        if current not in ids:
            current = ids[0] if ids else None
        self.list.show_rows(rows, current)
        self._stack.setCurrentIndex(0 if rows else 1)
        if current is None:
            self.source = None
        else:
            self._load(int(str(current)))

    def show_source(self, source_id: object) -> None:
        """Open a source in the reader."""
        self._load(int(str(source_id)))
        self.list.set_current(source_id)

    def show_words(self, source_id: int, anchor_id: int | None) -> None:
        """Open a source at the exact words of an anchor."""
        self.show_source(source_id)
        anchor = self.session.store.find(Anchor, anchor_id)
        if anchor is not None and self.source is not None:
            found = place(anchor, self.source.text)
            if found.state in ("exact", "moved"):
                self.reader.reveal(found.start, found.end)
                self._turn_to(found.start)
        self.reader.setFocus()

    def show_selection(self) -> None:
        """Light the words of the selected claim."""
        self._highlight()

    def act(self, wish: str) -> None:
        """Do something with the selected words: log, edit, quote, evidence or event."""
        span = self.reader.picked_span()
        if self.source is None:
            return
        if wish == "next":
            self._next_suggested()
            return
        if wish in ("after", "before"):
            self._walk(1 if wish == "after" else -1)
            return
        if span[0] == span[1]:
            return
        if wish == "dismiss":
            self._dismiss(span)
            return
        self._pause.stop()
        self._suggestion = suggest.suggest(self.session.store, self.source, *span)
        {"log": self._log_now, "edit": self._edit_first, "quote": self._add_quote, "evidence": self._add_evidence,
         "event": self._add_event}[wish]()  # fmt: skip

    def rest(self) -> None:
        """Ask the case nothing more; it is about to be closed."""
        self._pause.stop()
        if self._outside is not None:
            self._outside.cleanup()
            self._outside = None

    def dirty_forms(self) -> list[Form]:
        return [self.form] if self.form is not None and self.form.dirty() else []

    def status(self) -> str:
        if self.source is None:
            return tr("No source yet")
        found = self.session.store.all(Attribution, source_id=self.source.id)
        logged = len({attribution.claim_id for attribution in found})
        return trn("{n} claim logged from this source", "{n} claims logged from this source", logged)

    def edit_source(self) -> None:
        if self.source is not None:
            self._open_form(self._source_form(self.source), self._save_source, None)

    # The parts

    def _middle(self) -> QWidget:
        middle = QWidget(self)
        middle.setObjectName("sheet")
        middle.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        head = QWidget(middle)
        inner = column(head, margins=(52, 20, 46, 6), spacing=3)
        self._title = label("", head, scale=1.6, bold=True, wrap=True)
        self._title.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._meta = label("", head, role="soft", wrap=True)
        self._custody = label("", head, role="soft", wrap=True)
        self._state = label("", head, role="good")
        edit = button(tr("Edit source…"), head, role="link")
        edit.clicked.connect(self.edit_source)
        self._more = QToolButton(head)
        self._more.setText(tr("More ▾"))
        self._more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self._more)
        for words, wish in (
            (tr("Correct the text…"), self.correct_text), (tr("Capture again…"), self.capture_again),
            (tr("What changed between versions…"), self._show_versions), (tr("Custody and raw bytes…"), self._show_custody),
            (tr("Save a copy of the original…"), self._save_copy),
            (tr("Open with another program…"), self._open_outside), (tr("Goes back to no other source"), self._unlink),
            (tr("Remove this source…"), self._remove),
        ):  # fmt: skip
            menu.addAction(words).triggered.connect(wish)
        self._more.setMenu(menu)
        self._as_page = button(tr("Show the original"), head, role="link")
        self._as_page.setCheckable(True)
        self._as_page.toggled.connect(self._turn_original)
        inner.addWidget(self._title)
        inner.addWidget(self._meta)
        inner.addWidget(self._custody)
        inner.addLayout(row(self._state, edit, self._more, self._as_page, None))
        self._twin = Notice(head)
        self._twin.wished.connect(self._twin_wished)
        inner.addWidget(self._twin)
        inner.addWidget(rule(head))
        layout = column(middle)
        layout.addWidget(head)
        self.original = OriginalView(self.colours, middle)
        self.original.clicked.connect(self._highlight_clicked)
        self.original.key.connect(self.act)
        self._views = QStackedLayout()
        self._views.addWidget(self.reader)
        self._views.addWidget(self.original)
        layout.addLayout(self._views, 1)
        hint = tr("S suggestion · X dismiss · Ctrl+↓ sentence · Enter log · E edit · Q quote · V evidence · T event")
        keys = label(hint, middle, role="faint", scale=0.86)
        keys.setContentsMargins(52, 3, 0, 5)
        layout.addWidget(keys)
        return middle

    def _cards_column(self) -> QWidget:
        holder = QWidget(self)
        self._cards_holder = holder
        holder.setObjectName("cards")
        holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._cards = column(holder, margins=(14, 12, 14, 12), spacing=8)
        return scrolled(holder, self)

    def _empty(self) -> QWidget:
        page = QWidget(self)
        inner = QVBoxLayout(page)
        inner.addStretch(1)
        inner.addWidget(label(tr("No source yet"), page, scale=1.25, bold=True), 0, Qt.AlignmentFlag.AlignHCenter)
        text = label(tr("Paste or drop an article, a file or an address anywhere in the window."), page, role="soft")
        inner.addWidget(text, 0, Qt.AlignmentFlag.AlignHCenter)
        add = button(tr("Add source…"), page, role="primary")
        add.clicked.connect(self.add_source)
        inner.addLayout(row(None, add, None))
        inner.addStretch(2)
        return page

    def _rows(self) -> list[Row]:
        rows = []
        for line in queries.source_lines(self.session.store):
            notes = [line.publisher, line.published, trn("{n} claim", "{n} claims", line.logged) if line.logged else ""]
            notes.append(tr("evidence for {n}", n=line.proving) if line.proving else "")
            notes.append(tr("❏ archived") if line.preserved else tr("link only"))
            rows.append(Row(line.id, line.title, " · ".join(filter(None, notes))))
        return rows

    def _load(self, source_id: int) -> None:
        source = self.session.store.get(Source, source_id)
        if self.form is not None and self.source is not None and self.source.id != source_id and not self.form.dirty():
            self.form.close_form()
        changed = self.source is None or self.source.id != source_id
        self.source = source
        self._head(source)
        self.reader.show_text(source.text or tr("There is no text to read here: this source is kept as {what}.",
                                                what=tr("a link") if not self._capture() else tr("its original bytes")))  # fmt: skip
        if changed:
            capture = self._capture()
            shown = capture is not None and capture.media_type in SHOWN
            self._as_page.setVisible(shown)
            self._as_page.setChecked(False)
            if shown and not source.text:
                self._as_page.setChecked(True)
        elif self._as_page.isChecked() and self._shown_sha != (capture.sha256 if (capture := self._capture()) else ""):
            self._turn_original(True)  # another version of the page was captured
        self._look_for_speech()
        if changed:
            self._suggestion = None
            self.bar.hide()
        self._highlight()
        self._show_cards()

    def _capture(self) -> Capture | None:
        if self.source is None:
            return None
        return sources.original_of(self.session.store, self.source.id)

    def _head(self, source: Source) -> None:
        self._title.setText(source.title)
        parts = [source.authors, source.publisher, _dated(source), source.language, tr(source.kind)]
        if source.reliability:
            parts.append(tr("reliability {grade}", grade=source.reliability))
        origins = [
            self.session.store.get(Source, link.origin_id).title
            for link in self.session.store.all(Derivation, source_id=source.id)
        ]
        parts += [tr("goes back to “{title}”", title=title) for title in origins]
        self._meta.setText(" · ".join(filter(None, parts)))
        self.show_twin()
        capture = self._capture()
        link = f" · {source.url}" if source.url else ""
        if capture is None:
            self._custody.setText(tr("not preserved") + link)
            self._show_state(tr("link only"), "bad")
            return
        when = capture.captured[:16].replace("T", " ")
        sha = f"{capture.sha256[:8]}…{capture.sha256[-4:]}"
        self._custody.setText(tr("sha256 {sha} · captured {when} UTC", sha=sha, when=when) + link)
        set_tip(self._custody, f"sha256 {capture.sha256}\n{capture.size:,} bytes, {capture.media_type}")
        if capture.size > _REHASH_BELOW:
            self._show_state(tr("archived"), "good")
        elif captures.rehash(self.session.store.db, capture.sha256) == (capture.sha256, capture.size):
            self._show_state(tr("verified ✓"), "good")
        else:
            self._show_state(tr("the preserved bytes have changed"), "bad")

    def show_twin(self) -> None:
        """Another source that reads like this one, unless one goes back to the other already."""
        source, store = self.source, self.session.store
        if source is None:
            return
        links = {(link.source_id, link.origin_id) for link in store.all(Derivation)}
        for other_id, why in self.session.source_twins(source.id):
            other = store.find(Source, other_id)
            if other is not None and not {(source.id, other_id), (other_id, source.id)} & links:
                words = tr("Reads like “{title}”: {why}.", title=other.title, why=tr(why))
                wishes = ((f"derive:{other_id}", tr("It goes back to it")), (f"open:{other_id}", tr("Open")))
                self._twin.say(words, wishes)
                return
        self._twin.say("")

    def _twin_wished(self, key: str) -> None:
        what, _, other_id = key.partition(":")
        source = self.source
        if what == "open":
            self.show_source(int(other_id))
        elif source is not None:
            self.session.run(lambda: sources.derive(self.session.store, source.id, int(other_id)))

    def _show_state(self, words: str, role: str) -> None:
        self._state.setText(words)
        self._state.setProperty("role", role)
        self._state.style().unpolish(self._state)
        self._state.style().polish(self._state)

    def _marks(self) -> list[Highlight]:
        """Every anchored quote and piece of evidence of this source that is still found."""
        if self.source is None:
            return []
        store, marks = self.session.store, []
        anchors = {anchor.id: anchor for anchor in store.all(Anchor, source_id=self.source.id)}
        holders: list[Attribution | Evidence] = [
            *store.all(Attribution, source_id=self.source.id), *store.all(Evidence, source_id=self.source.id),
        ]  # fmt: skip
        for holder in holders:
            anchor = anchors.get(holder.anchor_id or 0)
            if anchor is None:
                continue
            found = place(anchor, self.source.text)
            if found.state in ("exact", "moved"):
                verdict = store.verdicts[self.session.desk.facts[holder.claim_id].claim.verdict]
                _, wash = self.colours.verdict(verdict)
                marks.append(Highlight(found.start, found.end, holder.claim_id, wash, QColor(verdict.fill)))
        return sorted(marks, key=lambda mark: (mark.start, -mark.end))

    def _highlight(self) -> None:
        suggested = [(speech.start, speech.end) for speech in self._open_speech()]
        marks = self._marks()
        self.reader.show_highlights(marks, self.session.claim_id, suggested)
        if self._as_page.isChecked() and self.source is not None:
            self.original.show_highlights(self.source.text, marks, self.session.claim_id)

    # Suggested sentences

    def _open_speech(self) -> list[Speech]:
        """The sentences suggested in this source that were neither logged nor dismissed."""
        return [speech for speech in self._speech if self._words_of(speech) not in self._dismissed]

    def _words_of(self, speech: Speech) -> tuple[int, str]:
        """What a suggestion is known by; its place moves when the text is corrected."""
        source = self.source
        return (source.id, " ".join(source.text[speech.start : speech.end].split())) if source is not None else (0, "")

    def _look_for_speech(self) -> None:
        """Read the text for sentences worth logging; not one so long that the window would wait."""
        source = self.source
        if source is None or not source.text:
            self._speech = []
            return
        self._speech = []
        if len(source.text) <= _READ_AT_ONCE:
            self._speech = suggest.sentences_to_log(self.session.store, source)

    def _next_suggested(self) -> None:
        """Select the suggested sentence after the selection; the first one after the last."""
        found = self._open_speech()
        if not found:
            self.logged.emit(tr("Nothing more is suggested in this source."))
            return
        _, end = self.reader.picked_span()
        speech = next((one for one in found if one.start >= end), found[0])
        self.reader.reveal(speech.start, speech.end)

    def _walk(self, step: int) -> None:
        """Go to the next or last logged words, and select their claim."""
        start, end = self.reader.picked_span()
        marks = self._marks()
        ahead = [
            mark
            for mark in marks
            if (mark.start > start if step > 0 else mark.end < max(end, 1) and mark.start < start)
        ]
        if marks:
            mark = (ahead or marks)[0 if step > 0 else -1]
            self.session.select(mark.claim_id)
            self.reader.reveal(mark.start, mark.end)
            self._turn_to(mark.start)

    def _turn_to(self, at: int) -> None:
        """Where the original is shown, turn to the page on which a character of the text stands."""
        if self._as_page.isChecked():
            self.original.reveal(at)

    def _dismiss(self, span: tuple[int, int]) -> None:
        """Suggest the selected sentence no more while the case is open, and go to the next."""
        self._dismissed |= {self._words_of(one) for one in self._speech if one.start < span[1] and one.end > span[0]}
        self._highlight()
        self._next_suggested()

    def _why(self) -> Speech | None:
        start, end = self.reader.picked_span()
        return next((one for one in self._speech if one.start < end and one.end > start), None)

    def _show_cards(self) -> None:
        if self.form is not None:
            self.form.setParent(self)
            self.form.hide()
        clear(self._cards)
        holder = self._cards_holder
        if self.form is not None:
            self._cards.addWidget(self.form)
            self.form.show()
        if self._suggestion is not None and self.form is None:
            self._cards.addWidget(heading(tr("Suggested from selection"), holder))
            self._cards.addWidget(self._suggestion_card(self._suggestion, holder))
        if self.form is None and (count := len(self._open_speech())):
            words = trn("{n} sentence looks like a claim", "{n} sentences look like claims", count)
            following = button(tr("Next · S"), holder, role="link")
            following.clicked.connect(self._next_suggested)
            self._cards.addLayout(row(label(words, holder, role="soft"), None, following))
        if self.source is not None:
            ids = list(dict.fromkeys(mark.claim_id for mark in self._marks()))
            rest = [a.claim_id for a in self.session.store.all(Attribution, source_id=self.source.id)]
            rest += [e.claim_id for e in self.session.store.all(Evidence, source_id=self.source.id)]
            ids = list(dict.fromkeys(ids + rest))
            self._cards.addWidget(heading(tr("Claims in this source ({n})", n=len(ids)), holder))
            for claim_id in ids[:_MOST_CARDS]:
                self._cards.addWidget(_ClaimCard(self, claim_id, holder))
            if len(ids) > _MOST_CARDS:
                more = tr("{n} more; search for source:… on the claims page", n=len(ids) - _MOST_CARDS)
                self._cards.addWidget(label(more, holder, role="soft", wrap=True))
            if not ids:
                text = tr("Select words in the text and press Enter to log a claim.")
                self._cards.addWidget(label(text, holder, role="soft", wrap=True))
            found = self.session.store.all(Event, source_id=self.source.id)
            if found:
                self._cards.addWidget(heading(tr("Events"), holder))
            for event in found:
                text = f"◇ {event.title}" + (f" · {event.when.edtf}" if event.when.edtf else "")
                self._cards.addWidget(label(text, holder, role="soft", wrap=True))
        self._cards.addStretch(1)

    def _suggestion_card(self, suggestion: Suggestion, parent: QWidget) -> QWidget:
        card = QFrame(parent)
        card.setObjectName("suggestion")
        layout = column(card, margins=(12, 10, 12, 10), spacing=4)
        layout.addWidget(label(suggestion.statement[:300], card, wrap=True))
        parts = [tr("claimant {who}", who=suggestion.who or tr("not named"))]
        if suggestion.about.edtf:
            parts.append(tr("about {date}", date=f"{suggestion.about.edtf} (“{suggestion.about.words}”)"))
        parts += [tr(kind) for kind in suggestion.kinds if kind != "factual"]
        layout.addWidget(label(" · ".join(parts), card, role="soft", scale=0.92, wrap=True))
        why = self._why()
        if why is not None:
            words = tr("Suggested for {why}.", why=", ".join(tr(reason) for reason in why.why))
            layout.addWidget(label(words, card, role="faint", scale=0.92, wrap=True))
        log = button(tr("Log claim ↵"), card, role="primary")
        edit = button(tr("Edit first"), card)
        log.clicked.connect(self._log_now)
        edit.clicked.connect(self._edit_first)
        layout.addLayout(row(log, edit, None))
        return card

    # Selecting words

    def _picked(self, start: int, end: int) -> None:
        if self.source is None or not self.source.text[start:end].strip() or not self.source.text:
            self.bar.hide()
            if self._suggestion is not None:
                self._suggestion = None
                self._pause.stop()
                self._show_cards()
            return
        self._pause.start()

    def _suggest(self) -> None:
        start, end = self.reader.picked_span()
        if self.source is None or not self.source.text[start:end].strip():
            return
        self._suggestion = suggest.suggest(self.session.store, self.source, start, end)
        self.bar.place_at(self.reader.selection_corner())
        self._show_cards()

    def _attribution(self, suggestion: Suggestion, span: tuple[int, int]) -> Attribution:
        source = self.source
        if source is None:
            raise RuntimeError("no source is open")
        return Attribution(
            claim_id=0, actor_id=suggestion.claimant.id if suggestion.claimant else None,
            described=suggestion.described, source_id=source.id, said=suggestion.said, mode=suggestion.mode,
            quote=source.text[slice(*span)].strip(),
        )  # fmt: skip

    def _log_now(self) -> None:
        """Log the selection as it is suggested."""
        suggestion, span, source = self._suggestion, self.reader.picked_span(), self.source
        if suggestion is None or source is None or span[0] == span[1]:
            return

        def command() -> Claim:
            store, attribution = self.session.store, self._attribution(suggestion, span)
            claim = Claim(
                number=0, statement=" ".join(suggestion.statement.split()), kinds=suggestion.kinds,
                about=suggestion.about,
            )  # fmt: skip
            with store.step("Log claim"):
                if suggestion.claimant is None and suggestion.name:
                    names = [suggestion.other_name] if suggestion.other_name else []
                    attribution = replace(
                        attribution, actor_id=actors.add_actor(store, suggestion.name, names=names).id
                    )
                return claims.log_claim(store, claim, attribution=attribution, span=span)

        kept = self.session.run(command)
        if kept is not None:
            self._done(kept, tr("Logged {claim}", claim=kept.label))

    def _done(self, claim: Claim | None, words: str) -> None:
        """Ready for the next words: the cursor stands behind the last ones."""
        self._suggestion = None
        self.bar.hide()
        cursor = self.reader.textCursor()
        cursor.setPosition(cursor.selectionEnd())
        self.reader.setTextCursor(cursor)
        if claim is not None:
            self.session.select(claim.id)
        self._show_cards()
        self.reader.setFocus()
        self.logged.emit(words)

    def _edit_first(self) -> None:
        suggestion, span = self._suggestion, self.reader.picked_span()
        if suggestion is None:
            return
        form = claim_forms.claim_form(
            self.session, self, title=tr("Log claim"), statement=" ".join(suggestion.statement.split()),
            attribution=self._attribution(suggestion, span), about=suggestion.about, kinds=suggestion.kinds,
            claimant=suggestion.who,
        )  # fmt: skip
        self._open_form(form, self._save_claim, span)

    def _save_claim(self, values: dict[str, Any]) -> None:
        source_id = self.source.id if self.source else None
        span = self._form_span if values["source"] == source_id and self._quote_kept(values["quote"]) else None
        kept = self.session.run(lambda: claim_forms.log(self.session, values, span))
        self._close_form(kept, lambda claim: tr("Logged {claim}", claim=claim.label))

    def _quote_kept(self, quote: str) -> bool:
        """Whether a form's quote still holds the words that were selected for it."""
        if self.source is None or self._form_span is None:
            return False
        return " ".join(quote.split()) == " ".join(self.source.text[slice(*self._form_span)].split())

    def _add_quote(self) -> None:
        """Another attribution of a claim that is already logged, in the selected words."""
        suggestion, span = self._suggestion, self.reader.picked_span()
        if suggestion is None:
            return
        attribution = self._attribution(suggestion, span)
        form = claim_forms.attribution_form(self.session, self, attribution, tr("Add quote to claim"))
        form.choice("claim", tr("Claim"), claim_forms.claim_options(self.session), self.session.claim_id)
        self._open_form(form, self._save_quote, span)

    def _save_quote(self, values: dict[str, Any]) -> None:
        if values["claim"] is None:
            self.session.failed.emit(tr("Choose the claim first."))
            return
        made = Attribution(claim_id=values["claim"])
        span = self._form_span if self._quote_kept(values["quote"]) else None
        kept = self.session.run(lambda: claim_forms.save_attribution(self.session, made, values, new=True, span=span))
        self._close_form(kept, lambda _: tr("Quote added"))

    def _add_evidence(self) -> None:
        if self.source is None:
            return
        span = self.reader.picked_span()
        quote = self.source.text[slice(*span)].strip()
        form = claim_forms.evidence_form(self.session, self, None, self.source.id, quote)
        form.choice("claim", tr("For the claim"), claim_forms.claim_options(self.session), self.session.claim_id)
        self._open_form(form, self._save_evidence, span)

    def _save_evidence(self, values: dict[str, Any]) -> None:
        if values["claim"] is None:
            self.session.failed.emit(tr("Choose the claim first."))
            return
        span = self._form_span if self._quote_kept(values["quote"]) else None
        kept = self.session.run(lambda: claim_forms.save_evidence(self.session, values["claim"], None, values, span))
        self._close_form(kept, lambda _: tr("Evidence linked"))

    def _add_event(self) -> None:
        suggestion, span = self._suggestion, self.reader.picked_span()
        if suggestion is None or self.source is None:
            return
        form = Form(tr("Event"), self)
        form.lines("title", tr("What happened"), " ".join(suggestion.statement.split()))
        form.date("when", tr("When"), suggestion.about, sources.anchor_day(self.source))
        form.add("actor", tr("Whose"), claim_forms.actor_field(self.session, suggestion.who, form))
        self._open_form(form, self._save_event, span)

    def _save_event(self, values: dict[str, Any]) -> None:
        store, source, span = self.session.store, self.source, self._form_span

        def command() -> Event:
            actor_id, _ = claimant_of(store, values["actor"])
            event = Event(
                title=values["title"], when=values["when"], actor_id=actor_id, source_id=source.id if source else None
            )
            return events.add_event(store, event, span=span)

        self._close_form(self.session.run(command), lambda _: tr("Event added"))

    # The original

    def _turn_original(self, shown: bool) -> None:
        """The preserved original as it looks, at the page where the words selected in the text stand; or the text."""
        capture = self._capture()
        if shown and capture is not None and self.source is not None:
            content = b"".join(captures.chunks(self.session.store.db, capture.sha256))
            start, _ = self.reader.picked_span()
            self._shown_sha = capture.sha256
            self.original.show_bytes(content, self.source.text, self._marks(), self.session.claim_id, start)
        self._views.setCurrentIndex(1 if shown else 0)
        self._as_page.setText(tr("Show the text") if shown else tr("Show the original"))

    def correct_text(self) -> None:
        """Correct or type the text of a source, such as the transcript of a recording; quotes are found again in it."""
        source = self.source
        if source is None:
            return
        dialog = EditTextDialog(
            tr("The text of “{title}”", title=source.title), source.text,
            tr("Quotes are found again by their words and what stands around them; those that are not are shown as lost. "
               "Begin a line of a transcript with its time, such as [00:12:31]."), self,
        )  # fmt: skip
        if dialog.exec() and dialog.text() != source.text:
            text = dialog.text()
            saved = self.session.run(lambda: sources.edit_source(self.session.store, replace(source, text=text)))
            if saved is not None:
                self.logged.emit(tr("Text saved"))
        dialog.deleteLater()

    def capture_again(self) -> None:
        """Fetch the page of the source anew and keep it as another version."""
        source = self.source
        if source is None:
            return
        if not source.url:
            self.session.failed.emit(tr("“{title}” has no address to fetch it from.", title=source.title))
            return

        def work() -> tuple[int, Draft]:
            return source.id, fetch.fetch(source.url, going=task.going)

        task = Task(work, self)
        task.done.connect(self._captured_again)
        task.failed.connect(self.session.failed)
        self.long_work.emit(task, tr("Fetching {title}…", title=source.title))

    def _captured_again(self, fetched: tuple[int, Draft]) -> None:
        store, (source_id, draft) = self.session.store, fetched
        source = store.find(Source, source_id)
        if source is None:
            self.session.failed.emit(tr("The source was removed meanwhile; what was fetched is not kept."))
            return
        before = source.text
        changes = [line for line in custody.difference(before, draft.source.text) if line[0]]
        take = bool(changes) and bool(draft.source.text) and confirm(
            tr("The text of the page has changed: {n} sentences differ. Read the new text from now on? Both versions stay.",
               n=len(changes)), tr("Read the new text"), self,
        )  # fmt: skip
        original = sources.Original(
            draft.content, draft.media_type, draft.origin, draft.url, draft.final_url, draft.headers
        )
        kept = self.session.run(
            lambda: custody.capture_again(store, source_id, original, text=draft.source.text if take else None)
        )
        if kept is not None:
            self.logged.emit(tr("Captured again") if changes else tr("Captured again: the text is the same"))

    def _show_versions(self) -> None:
        """The text of the first capture against the text that is read now, sentence by sentence."""
        source = self.source
        kept = self.session.store.all(Capture, source_id=source.id) if source is not None else []
        if source is None or len(kept) < 2:
            self.session.failed.emit(tr("This source was captured only once."))
            return
        content = b"".join(captures.chunks(self.session.store.db, kept[0].sha256))
        first, now = kept[0], source.text

        def work() -> list[tuple[str, str]]:
            return custody.difference(from_bytes(content, name=first.origin or "page").source.text, now)

        task = Task(work, self)
        task.done.connect(self._versions_read)
        self.long_work.emit(task, tr("Reading the first version…"))

    def _versions_read(self, changes: list[tuple[str, str]]) -> None:
        lines = [f"{sign or ' '} {text}" for sign, text in changes]
        TextDialog(tr("First version (−) and what is read now (+)"), "\n".join(lines), self).open()

    def _show_custody(self) -> None:
        """What happened to each capture, what the server said, and the first bytes."""
        if self.source is None:
            return
        store, lines = self.session.store, []
        for capture in self.session.store.all(Capture, source_id=self.source.id):
            lines += [f"sha256 {capture.sha256}", f"{capture.size:,} bytes, {capture.media_type}, {capture.origin}"]
            lines += [f"  {line}" for line in custody.chain(store, capture)]
            lines += ["", *(f"  {line}" for line in capture.headers.splitlines()), ""]
            head = next(captures.chunks(store.db, capture.sha256), b"")[:512]
            lines += [
                f"  {at:04x}  {head[at : at + 16].hex(' '):<48} {_printed(head[at : at + 16])}"
                for at in range(0, len(head), 16)
            ]
            lines.append("")
        TextDialog(tr("Custody"), "\n".join(lines) or tr("Nothing of this source is preserved."), self).open()

    def _save_copy(self) -> None:
        capture = self._capture()
        if capture is None:
            self.session.failed.emit(tr("Nothing of this source is preserved."))
            return
        name, _ = QFileDialog.getSaveFileName(self, tr("Save a copy"), custody.suggested_name(capture))
        if name:
            self.session.run(lambda: custody.extract(self.session.store, capture, Path(name)))

    def _open_outside(self) -> None:
        """Hand a copy of the original, such as a recording, to the program that this machine has for it."""
        capture = self._capture()
        if capture is None:
            self.session.failed.emit(tr("Nothing of this source is preserved."))
            return
        words = tr(
            "Another program will open a copy of these bytes, which a stranger made, and may fetch or run what is in them. "
            "The copy lies in a private folder until Claimline is closed."
        )
        if not confirm(words, tr("Open the copy"), self):
            return
        if self._outside is None:
            self._outside = TemporaryDirectory(prefix="claimline-", ignore_cleanup_errors=True)
        path = Path(self._outside.name) / f"{capture.sha256[:16]}{custody.ending(capture)}"
        kept = self.session.run(lambda: custody.open_outside(self.session.store, capture, path))
        if kept is not None and not QDesktopServices.openUrl(QUrl.fromLocalFile(str(kept))):
            self.session.failed.emit(tr("This machine has no program for {type}.", type=capture.media_type))

    def _unlink(self) -> None:
        """Say that the source goes back to no other."""
        source = self.source
        count = (
            self.session.run(lambda: sources.underive(self.session.store, source.id)) if source is not None else None
        )
        if count is not None:
            self.logged.emit(trn("Unlinked from {n} source", "Unlinked from {n} sources", count))

    def _remove(self) -> None:
        source = self.source
        if source is None or self.session.run(lambda: sources.refuse_cited(self.session.store, source.id)) is None:
            return
        if confirm(
            tr("Remove “{title}” and its original from the case? Undo brings both back.", title=source.title),
            tr("Remove"), self,
        ):  # fmt: skip
            removed = self.session.run(lambda: sources.remove_source(self.session.store, source.id))
            if removed is not None:
                self.logged.emit(tr("Source removed"))

    # The form in the cards

    def _open_form(self, form: Form, save: object, span: tuple[int, int] | None) -> None:
        if self.form is not None and self.form.dirty():
            form.deleteLater()
            self.form.start()
            self.session.failed.emit(tr("Save or cancel the form that is open first."))
            return
        if self.form is not None:
            self.form.close_form()
        self.form, self._form_span = form, span
        form.saved.connect(save)
        form.closed.connect(self._form_closed)
        self.bar.hide()
        self._show_cards()
        form.start()

    def _form_closed(self) -> None:
        if self.sender() is self.form:
            self.form = None
            self._show_cards()
            self.reader.setFocus()

    def _close_form(self, kept: Any, words: Any) -> None:
        if kept is None or self.form is None:
            return
        self.form.close_form()
        self._done(kept if isinstance(kept, Claim) else None, words(kept))

    def _source_form(self, source: Source) -> Form:
        form = Form(tr("Edit source"), self)
        form.line("title", tr("Title"), source.title)
        form.choice("kind", tr("Kind"), [(kind, tr(kind)) for kind in KINDS], source.kind)
        form.line("authors", tr("Authors"), source.authors)
        form.line("publisher", tr("Publisher"), source.publisher)
        form.date("published", tr("Published"), source.published, self.session.desk.today)
        form.line("url", tr("Address"), source.url)
        form.line("language", tr("Language"), source.language)
        grades: list[tuple[object, str]] = [("", tr("— not graded —"))]
        grades += [(grade, f"{grade} {tr(words)}") for grade, words in RELIABILITY.items()]
        form.choice("reliability", tr("Reliability"), grades, source.reliability)
        others = [option for option in claim_forms.source_options(self.session.store) if option[0] != source.id]
        form.choice("origin", tr("Goes back to"), others, None)
        form.line("note", tr("Internal note"), source.note)
        return form

    def _save_source(self, values: dict[str, Any]) -> None:
        source, store = self.source, self.session.store
        if source is None:
            return

        def command() -> Source:
            origin = values["origin"]
            edited = replace(source, **{key: values[key] for key in values if key != "origin"})
            with store.step("Edit source"):
                saved = sources.edit_source(store, edited)
                if origin is not None:
                    sources.derive(store, source.id, origin)
            return saved

        self._close_form(self.session.run(command), lambda _: tr("Source saved"))

    # Cards

    def _highlight_clicked(self, claim_id: object) -> None:
        if isinstance(claim_id, int):
            self.session.select(claim_id)

    def where(self, claim_id: int) -> str:
        """Where the words of a claim stand in this source, and how surely they were found again."""
        source, store = self.source, self.session.store
        if source is None:
            return ""
        holders: list[Attribution | Evidence] = [
            *store.all(Attribution, claim_id=claim_id), *store.all(Evidence, claim_id=claim_id),
        ]  # fmt: skip
        anchors = [store.find(Anchor, holder.anchor_id) for holder in holders if holder.source_id == source.id]
        for anchor in anchors:
            if anchor is None:
                continue
            found = place(anchor, source.text)
            if found.state in ("lost", "ambiguous"):
                return (
                    tr("¶ its words are not found in this text")
                    if found.state == "lost"
                    else tr("¶ its words may be elsewhere")
                )
            moved = tr(", found again by {n} % of its context", n=round(found.confidence * 100))
            words, values = access_point(source.text, found.start)
            return tr(words, **values) + (moved if found.confidence < 1 else "")
        return ""

    def card_chosen(self, claim_id: int) -> None:
        """Light the words of a card's claim and go to them."""
        self.session.select(claim_id)
        for mark in self._marks():
            if mark.claim_id == claim_id:
                self.reader.reveal(mark.start, mark.end)
                self._turn_to(mark.start)
                break


def _dated(source: Source) -> str:
    """When it was published, and whether only the file or page says so."""
    told, _, where = source.published.rule.partition(", unconfirmed: ")
    words = say_with_words(source.published)
    return tr("{date} (unconfirmed, from {where})", date=words, where=where) if where and told else words


def _printed(part: bytes) -> str:
    return "".join(chr(byte) if 32 <= byte < 127 else "·" for byte in part)


class _ClaimCard(QFrame):
    """One claim logged from the source."""

    def __init__(self, page: SourcesPage, claim_id: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._page, self._claim_id = page, claim_id
        facts = page.session.desk.facts[claim_id]
        verdict = page.session.store.verdicts[facts.claim.verdict]
        self.setStyleSheet(f"QFrame#card {{ border-left: 3px solid {verdict.fill}; }}")
        layout = column(self, margins=(11, 8, 9, 8), spacing=3)
        number = button(facts.claim.label, self, role="link", tip=tr("Open this claim"))
        number.clicked.connect(self._open)
        layout.addLayout(row(VerdictButton(verdict, page.colours, self), None, number))
        layout.addWidget(label(facts.claim.statement, self, wrap=True))
        who = ", ".join(facts.claimants) or tr("nobody named")
        first = facts.first
        notes = [
            who,
            *([tr(first.mode)] if first else []),
            *(tr(kind) for kind in facts.claim.kinds if kind != "factual"),
        ]
        layout.addWidget(label(" · ".join(notes), self, role="soft", scale=0.92, wrap=True))
        where = page.where(claim_id)
        if where:
            layout.addWidget(label(where, self, role="soft", scale=0.92, wrap=True))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._page.card_chosen(self._claim_id)

    def _open(self) -> None:
        self._page.open_claim.emit(self._claim_id)


class _SelectionBar(QFrame):
    """What can be done with the selected words, floating under them. Emits `wish`."""

    wish = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self.setObjectName("floating")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(6, 5, 6, 5)
        layout.setSpacing(4)
        for key, words in (
            ("log", "Log claim"),
            ("quote", "Add quote to claim…"),
            ("evidence", "Evidence for…"),
            ("event", "Event"),
        ):
            made = button(tr(words), self, role="primary" if key == "log" else "link")
            made.setProperty("wish", key)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            made.clicked.connect(self._pressed)
            layout.addWidget(made)
        self.hide()

    def place_at(self, corner: QPoint) -> None:
        """Show under a point of the parent, inside it."""
        self.adjustSize()
        room = self._parent.size()
        x = max(8, min(corner.x() - 40, room.width() - self.width() - 8))
        y = corner.y() + 12
        if y + self.height() > room.height() - 4:
            y = max(4, room.height() - self.height() - 8)
        self.move(x, y)
        self.show()
        self.raise_()

    def _pressed(self) -> None:
        self.wish.emit(str(self.sender().property("wish")))
