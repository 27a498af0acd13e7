"""The application's context: definitions, store, keys and clock of one home."""

import datetime as dt
from dataclasses import dataclass

from adapters.files.encryption import archive_key, seal_key
from adapters.files.home import Home
from adapters.store.duty_histories import load_waivers
from adapters.store.engine import Engine, open_store, reading
from adapters.store.sql.timestamps import now_in
from campaign.definitions.definitions import Definitions
from campaign.recognition.recognition import RecognitionContext
from services.definitions.loading import load_definitions
from services.examiner import ExaminerContext


@dataclass(frozen=True, kw_only=True, slots=True)
class AppContext:
    """What recording works with: where, by which definitions, with which keys."""

    engine: Engine
    home: Home
    definitions: Definitions
    examiner: ExaminerContext

    def now(self) -> dt.datetime:
        """Return the present time in the campaign's time zone."""
        return now_in(self.definitions.plan.campaign.time_zone)


def open_context(home: Home) -> AppContext:
    """Open the store and read the definitions.

    Raises DefinitionError if the definitions are broken.
    """
    definitions = load_definitions(home)
    engine = open_store(home)
    with reading(engine) as connection:
        waivers = load_waivers(connection, definitions)
    context = RecognitionContext(
        plan=definitions.plan,
        roster=definitions.roster,
        forms=definitions.forms,
        key=seal_key(home),
        waivers=waivers,
    )
    examiner = ExaminerContext(recognition=context, archive_key=archive_key(home))
    return AppContext(engine=engine, home=home, definitions=definitions, examiner=examiner)
