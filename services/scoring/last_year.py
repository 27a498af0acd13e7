"""Finds the result of the year before, to be set beside this year's ranking."""

from adapters.store.engine import Engine, reading
from adapters.store.results.register import load_results
from campaign.definitions.plan import Campaign
from campaign.results.document import ResultDocument, read_document
from campaign.results.lifecycle import ResultState


class NotLastYearError(Exception):
    """A file is no result of the year before; the text says what it is."""


def find_last_year(engine: Engine, campaign: Campaign) -> ResultDocument | None:
    """Return the published result of the year before the campaign's, None if there is none.

    Of several, the last published.
    """
    with reading(engine) as connection:
        results = load_results(connection, [ResultState.PUBLISHED])
    documents = (read_document(result.document) for result in reversed(results))
    return next((d for d in documents if d["campaign"]["year"] == campaign.year - 1), None)


def read_last_year(data: bytes, campaign: Campaign) -> ResultDocument:
    """Return the result of the year before from a file's bytes.

    Raises NotLastYearError if they are no result, or one of another year.
    """
    try:
        document = read_document(data)
        year = int(document["campaign"]["year"])
        known = {"unit", "class", "total", "grade", "final_rank"}
        complete = all(known <= score.keys() for score in document["scores"])
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotLastYearError(str(error)) from error
    if not complete or year != campaign.year - 1:
        raise NotLastYearError(str(year))
    return document
