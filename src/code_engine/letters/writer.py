"""Making letters: choosing one, filling it, and holding it to what the Code asks before anybody sees it."""

from __future__ import annotations

from code_engine.case.model import Case
from code_engine.engine import Engine
from code_engine.errors import Location, Problem, quoted
from code_engine.landlord.landlords import Landlord
from code_engine.letters.blocks import blocks_of
from code_engine.letters.branding import VARIANTS, WATERMARK, Logo, logo_of, style_sheet
from code_engine.letters.completeness import lacks, unsaid
from code_engine.letters.contents import Contents, contents
from code_engine.letters.layers import Templates
from code_engine.letters.letter import Letter
from code_engine.letters.letter_models import LetterEntry
from code_engine.letters.mistakes import LetterError
from code_engine.letters.page import active_parts, items_in, parse_page
from code_engine.letters.passages import pieces_of, words_of
from code_engine.letters.receipt import Receipt, digest_of, facts_digest, made_by
from code_engine.letters.reply_ways import unanswerable
from code_engine.letters.requirements import Requirements, read_requirements
from code_engine.letters.situation import Options, Situation
from code_engine.letters.urgency import Order, chosen
from code_engine.letters.variant import variant_for
from code_engine.letters.words import context_of
from code_engine.ruleset.rules import Ruleset


class LetterWriter:
    """Makes letters for all landlords of an engine; what it reads from files is read once."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._requirements: dict[str, Requirements] = {}
        self._templates: dict[str, Templates] = {}
        self._logos: dict[str, Logo | None] = {}

    def requirements(self, ruleset: Ruleset) -> Requirements:
        """What the letters of a ruleset must say. Raises RulesetError or DocumentError."""
        if ruleset.digest not in self._requirements:
            self._requirements[ruleset.digest] = read_requirements(ruleset)
        return self._requirements[ruleset.digest]

    def templates(self, landlord: Landlord) -> Templates:
        """The templates of a landlord, in layers."""
        if landlord.id not in self._templates:
            self._templates[landlord.id] = Templates(landlord)
        return self._templates[landlord.id]

    def logo(self, landlord: Landlord) -> Logo | None:
        """The logo of a landlord. Raises LetterError where it is missing or no plain drawing."""
        if landlord.id not in self._logos:
            self._logos[landlord.id] = logo_of(landlord)
        return self._logos[landlord.id]

    def write(self, case: Case, options: Options, order: Order | None = None) -> Letter:
        """Make a letter.

        Raises LetterError: something is lacking or not certain, a template has a mistake, or what it made does
        not say all that the Code asks for; and whatever `Engine.evaluate` raises.
        """
        order = order or Order()
        evaluation = options.evaluate(self.engine, case)
        kind, stage = chosen(evaluation, order)
        landlord = self.engine.landlords.get(evaluation.case.landlord)
        problem = unanswerable(landlord)
        if problem is not None and not order.draft:
            raise LetterError(problem)
        ruleset = self.engine.catalogue_of(landlord).named(f"{evaluation.ruleset.id}@{evaluation.ruleset.version}")
        requirements = self.requirements(ruleset)
        entry = requirements.entry(kind)
        if order.stage is not None and entry.stage not in (None, order.stage):
            message = f"the letter {quoted(kind)} is always of stage {entry.stage}"
            raise LetterError(
                Problem(message, Location("--stage"), "leave --stage out, or name another letter with --kind")
            )
        stage = entry.stage or stage
        situation = Situation(self.engine, case, options, evaluation, requirements, kind, stage)
        filled = contents(situation, order.given or {}, draft=order.draft, by_post=order.by_post)
        return self._made(situation, landlord, entry, filled, order)

    def _made(self, case: Situation, landlord: Landlord, entry: LetterEntry, filled: Contents, order: Order) -> Letter:
        draft = order.draft
        variant = order.variant or variant_for([*case.adjustments(), *(filled.values["adjustments"] or ())])
        if variant not in VARIANTS:
            raise LetterError(Problem(f"there is no form {quoted(variant)}", None, f"forms: {', '.join(VARIANTS)}"))
        branding = landlord.profile.branding
        logo = self.logo(landlord)
        style = style_sheet(branding, variant) + (WATERMARK if draft else "")
        templates = self.templates(landlord)
        uri = logo.uri if logo else None
        receipt = _receipt(case, order, filled, variant, templates.digest(case.kind), _brand_digest(style, logo))
        values = context_of(case, landlord, entry, filled.values)
        values |= {"logo": uri, "style": _Style(style), "variant": variant, "easy_read": variant == "easy-read"}
        page = templates.render(case.kind, {**values, "draft": draft, "receipt": receipt})
        receipt, page = receipt.sealed(page, words_of(pieces_of(blocks_of(parse_page(page)))))
        picture = logo.picture if logo else None
        letter = Letter(case.kind, case.stage, entry.title, page, receipt, filled.notes, picture)
        _hold(letter, case.requirements, filled, templates)
        return letter


def _brand_digest(style: str, logo: Logo | None) -> str:
    """The hash of everything that makes a letter look like its landlord's, in a page and in Word."""
    picture = logo.picture.hex() if logo is not None and logo.picture is not None else ""
    return digest_of(f"{style}{logo.uri if logo else None}{picture}")


class _Style(str):
    """The style sheet, which is not escaped: its colours are checked, the rest is our own."""

    __slots__ = ()

    def __html__(self) -> str:
        return str(self)


def _hold(letter: Letter, requirements: Requirements, filled: Contents, templates: Templates) -> None:
    """Read the page again: every required item is there once and says its values, and the page runs nothing.

    What is wrong is the template's, so that each problem names its file, and the line where there is one.
    """
    found = items_in(letter.page)
    wrong = [
        *lacks(requirements, letter.kind, letter.stage, found),
        *unsaid(requirements.entry(letter.kind), letter.stage, found, filled.values),
    ]
    problems = [
        Problem(f"the letter is not complete: {lack}", templates.place(letter.kind, lack.item)) for lack in wrong
    ]
    place = templates.place(letter.kind)
    hint = "a letter is read, not run: take it out of the template"
    problems += [Problem(f"the letter holds {part}", place, hint) for part in active_parts(letter.page)]
    if problems:
        raise LetterError(*problems)


def _receipt(
    case: Situation, order: Order, filled: Contents, variant: str, template_digest: str, brand_digest: str
) -> Receipt:
    evaluation = case.evaluation
    policy = evaluation.policy
    return Receipt(
        made_by=made_by(),
        made_on=case.as_of.isoformat(),
        case=case.case.reference,
        landlord=evaluation.case.landlord,
        kind=case.kind,
        stage=case.stage,
        variant=variant,
        draft=order.draft,
        counting=case.options.counting,
        forced_ruleset=case.options.ruleset,
        ruleset=f"{evaluation.ruleset.id}@{evaluation.ruleset.version}",
        ruleset_digest=evaluation.ruleset.digest,
        letters_digest=case.requirements.digest,
        policy=f"{policy.landlord}@{policy.version}" if policy else None,
        policy_digest=policy.digest if policy else None,
        template_digest=template_digest,
        brand_digest=brand_digest,
        case_digest=evaluation.case.digest,
        facts_digest=facts_digest(filled.values, case.as_of),
        given=tuple(sorted((order.given or {}).items())),
    )
