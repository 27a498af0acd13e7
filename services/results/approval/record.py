"""Record the grounds of an approval: the roster of that day, and whose code changed since.

Codes stand in the roster and can be replaced by anybody who can edit it; so every approval
records the roster's hash and the members whose code is not that of the draft's roster.
"""

import datetime as dt
import hashlib

from campaign.definitions.definitions import Definitions
from campaign.definitions.roster import Roster
from campaign.results.document import ResultDocument
from services.context import AppContext
from services.definitions.archive import keep_definitions, kept_definitions
from services.definitions.loading import kept_roster
from services.errors import WrongActError
from services.texts.results import result_wordings

ROSTER = "roster.xlsx"


def approval_record(
    context: AppContext, document: ResultDocument, now: dt.datetime
) -> dict[str, object]:
    """Return the detail of an approval's event: hashes of roster and definitions, changed codes.

    ``codes_changed`` names the members whose codes are not those of the roster by which the
    result was drafted. The roster is archived under its hash. Raises WrongActError if the
    roster of the draft is gone, or the present one was changed meanwhile.
    """
    definitions, then = context.definitions, _roster_then(context, document)
    _keep_roster(context, now)
    return {
        "roster": definitions.file_hashes[ROSTER],
        "definitions": definitions.content_hash,
        "codes_changed": _codes_changed(then, definitions.roster),
    }


def roster_changed(definitions: Definitions, document: ResultDocument) -> bool:
    """Return whether the roster is another one than when the result was drafted."""
    return bool(document["definitions"][ROSTER] != definitions.file_hashes[ROSTER])


def _codes_changed(then: Roster, now: Roster) -> list[str]:
    codes = {(member.name, member.code_hash) for member in then.leading_group}
    return [m.name for m in now.leading_group if m.code_hash and (m.name, m.code_hash) not in codes]


def _roster_then(context: AppContext, document: ResultDocument) -> Roster:
    files, wrong = kept_definitions(context.home, {ROSTER: document["definitions"][ROSTER]})
    if why := wrong.get(ROSTER):
        raise WrongActError(result_wordings().approval.roster_missing.format(why=why))
    return kept_roster(files[ROSTER])


def _keep_roster(context: AppContext, now: dt.datetime) -> None:
    data = (context.home.inputs / ROSTER).read_bytes()
    if hashlib.sha256(data).hexdigest() != context.definitions.file_hashes[ROSTER]:
        raise WrongActError(result_wordings().approval.roster_changed)
    keep_definitions(context.engine, context.home, {ROSTER: data}, now)
