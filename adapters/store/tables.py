"""Define the tables of the store.

A change of a table needs a migration in adapters/store/migrations/versions/, which upgrades the
stores that exist.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from adapters.store.sql.timestamps import CalendarDay, Timestamp

metadata = MetaData()

inbox_listings = Table(
    "inbox_listings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("last_listed_at", Timestamp, nullable=False),
    comment="When the inbox was last listed; one row",
)

inbox_files = Table(
    "inbox_files",
    metadata,
    Column("path_key", Text, primary_key=True),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", Text, nullable=False),
    Column("first_seen_at", Timestamp, nullable=False),
    Column("unchanged_since", Timestamp, nullable=False),
    Column("estimated", Boolean, nullable=False),
    Column("folder_keys", Text),
    comment="Files in the inbox that are not claimed yet; path_key is the path's SHA-256",
)

inbox_obstacles = Table(
    "inbox_obstacles",
    metadata,
    Column("path_key", Text, primary_key=True),
    Column("kind", Text, primary_key=True),
    Column("since", Timestamp, nullable=False),
    Column("alarmed", Boolean, nullable=False),
    comment="What cannot be listed in the inbox or does not leave it; forgotten when it is over",
)

drops = Table(
    "drops",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("path_key", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("folder_unit", Text, nullable=False),
    Column("size", BigInteger, nullable=False),
    Column("mtime_ns", Text, nullable=False),
    Column("sha256", Text, nullable=False, index=True),
    Column("suffix", Text, nullable=False),
    Column("confidential", Boolean, nullable=False),
    Column("received_at", Timestamp, nullable=False),
    Column("estimated", Boolean, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("lease_until", Timestamp),
    Column("receipt", Text, unique=True),
    Column("disposition", Text),
    Column("unit", Text),
    Column("form", Text),
    Column("period", Text),
    Column("serial", Text, index=True),
    Column("submission_id", Integer),
    Column("digest", Text),
    Column("detail", Text),
    Column("answered_at", Timestamp),
    Column("removed_at", Timestamp),
    Column("folder_keys", Text),
    comment="Every file ever dropped, and what became of it: claimed, answered or quarantined",
)
Index(
    "one_claim_per_file",
    drops.c.path_key,
    drops.c.size,
    drops.c.mtime_ns,
    drops.c.sha256,
    unique=True,
    sqlite_where=text("removed_at IS NULL"),
    postgresql_where=text("removed_at IS NULL"),
)

problems = Table(
    "problems",
    metadata,
    Column("drop_id", ForeignKey("drops.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("code", Text, nullable=False),
    Column("severity", Text, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("row", Integer, nullable=False),
    Column("column", Integer, nullable=False),
    Column("value", Text, nullable=False),
    Column("facts", Text, nullable=False),
    comment="The problems of a drop; value is empty for private columns",
)

submissions = Table(
    "submissions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("drop_id", ForeignKey("drops.id"), nullable=False, unique=True),
    Column("unit", Text, nullable=False),
    Column("form", Text, nullable=False),
    Column("period", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("form_version", Integer, nullable=False),
    Column("serial", Text, nullable=False),
    Column("event_key", Text, nullable=False),
    Column("nil", Boolean, nullable=False),
    Column("received_at", Timestamp, nullable=False),
    Column("accepted_at", Timestamp, nullable=False),
    Column("in_force", Boolean, nullable=False),
    Column("withdrawn_at", Timestamp),
    Column("normalised", Integer, nullable=False),
    UniqueConstraint("unit", "form", "period", "version"),
    comment="Accepted workbooks; period is the serial number for event forms",
)
Index(
    "one_in_force",
    submissions.c.unit,
    submissions.c.form,
    submissions.c.period,
    unique=True,
    sqlite_where=text("in_force"),
    postgresql_where=text("in_force"),
)

submission_sheets = Table(
    "submission_sheets",
    metadata,
    Column("submission_id", ForeignKey("submissions.id"), primary_key=True),
    Column("sheet", Text, primary_key=True),
    Column("header", Text, nullable=False),
    Column("rows", Text, nullable=False),
    comment="What was accepted, as JSON: values by key, each row with its number in the workbook",
)

private_sheets = Table(
    "private_sheets",
    metadata,
    Column("submission_id", ForeignKey("submissions.id"), primary_key=True),
    Column("sheet", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
    comment="The private values of a sheet, encrypted JSON",
)

row_numbers = Table(
    "row_numbers",
    metadata,
    Column("submission_id", ForeignKey("submissions.id"), primary_key=True),
    Column("number", Text, primary_key=True, index=True),
    comment="The numbers that rows bear for the whole campaign, by which matters are told apart",
)

attachments = Table(
    "attachments",
    metadata,
    Column("drop_id", ForeignKey("drops.id"), primary_key=True),
    Column("serial", Text, nullable=False, index=True),
    comment="Archived papers that belong to the workbook of that serial number",
)

issued = Table(
    "issued",
    metadata,
    Column("form", Text, primary_key=True),
    Column("unit", Text, primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("serial", Text, nullable=False),
    Column("issued_at", Timestamp, nullable=False),
    comment="Blank workbooks of event forms, each with a number of its own",
)

actions = Table(
    "actions",
    metadata,
    Column("key", Text, primary_key=True),
    Column("flow", Text, nullable=False, index=True),
    Column("day", CalendarDay, nullable=False),
    Column("state", Text, nullable=False),
    Column("note", Text, nullable=False),
    Column("noted_at", Timestamp, nullable=False),
    comment="Scheduled actions that were carried out (done) or lay before the first run (skipped)",
)

definition_files = Table(
    "definition_files",
    metadata,
    Column("sha256", Text, primary_key=True),
    Column("suffix", Text, nullable=False),
    Column("archived_at", Timestamp, nullable=False),
    comment="Files of plan, roster and forms that results were derived by, kept in the archive",
)

results = Table(
    "results",
    metadata,
    Column("id", Text, primary_key=True),
    Column("document", LargeBinary, nullable=False),
    Column("as_of", CalendarDay, nullable=False),
    Column("root", Text, nullable=False, index=True),
    Column("supersedes", ForeignKey("results.id")),
    Column("state", Text, nullable=False, index=True),
    Column("created_at", Timestamp, nullable=False),
    Column("changed_at", Timestamp, nullable=False),
    Column("notice_first", CalendarDay),
    Column("notice_last", CalendarDay),
    Column("published_at", Timestamp),
    comment="Results by the hash of their bytes; root is the drafted one that a renewed one is of",
)

objections = Table(
    "objections",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("result", ForeignKey("results.id"), nullable=False, index=True),
    Column("unit", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("document", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("raised_by", Text, nullable=False),
    Column("raised_at", Timestamp, nullable=False),
    Column("upheld", Boolean),
    Column("decided_by", Text),
    Column("decided_why", Text),
    Column("decided_at", Timestamp),
    comment="Objections to entries of results in their notice periods, and what was decided",
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, nullable=False, unique=True),
    Column("kind", Text, nullable=False),
    Column("drop_id", ForeignKey("drops.id"), index=True),
    Column("unit", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("html", Text, nullable=False),
    Column("attachments", Text, nullable=False),
    Column("state", Text, nullable=False, index=True),
    Column("attempts", Integer, nullable=False),
    Column("next_attempt_at", Timestamp, nullable=False),
    Column("lease_until", Timestamp),
    Column("created_at", Timestamp, nullable=False),
    Column("released_at", Timestamp),
    Column("settled_at", Timestamp),
    Column("reported_at", Timestamp),
    Column("error", Text),
    comment="Messages; state is pending, held, sent, failed or no_address",
)

events = Table(
    "events",
    metadata,
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("at", Timestamp, nullable=False),
    Column("actor", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False, unique=True),
    comment="Every act, append-only, each chained to the one before by its hash",
)
