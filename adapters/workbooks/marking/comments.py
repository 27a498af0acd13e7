"""The comments of one sheet: the sender's own stay, ours of an earlier return are replaced."""

from collections.abc import Sequence
from dataclasses import dataclass

from lxml import etree

from adapters.workbooks.marking.comment_shapes import (
    Grid,
    add_boxes,
    empty_drawing,
    has_boxes,
    remove_boxes,
)
from adapters.workbooks.marking.marks import COMMENT_OPENING, CellMark
from adapters.workbooks.ooxml.package import Package
from adapters.workbooks.ooxml.relationships import ContentTypes, Relationships
from adapters.workbooks.ooxml.xml import (
    Dialect,
    Element,
    dialect_of,
    insert_before,
    local,
    parse,
    serialize,
)
from adapters.workbooks.texts import marked_copy_texts
from campaign.values.cell_ref import Position, parse_cell

MOST_COMMENTS = 1_000
"""On one sheet; beyond that the fill alone marks the cells, or the workbook opens too slowly."""

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_BEHIND_DRAWING = frozenset(
    {
        "legacyDrawingHF",
        "drawingHF",
        "picture",
        "oleObjects",
        "controls",
        "webPublishItems",
        "tableParts",
        "extLst",
    }
)
"""What follows a sheet's drawing of comments by ECMA-376 part 1, 18.3.1.99."""

_BEHIND_RUNS = frozenset({"rPh", "phoneticPr"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Surroundings:
    """What a sheet's comments hang on: the package, its list of types, the sheet's relations."""

    package: Package
    types: ContentTypes
    relations: Relationships


def has_old_comments(around: Surroundings) -> bool:
    """Return whether a comment of an earlier return stands in the sheet."""
    part = around.relations.first("comments")
    return part is not None and COMMENT_OPENING.encode() in around.package.read(part)


def replace_comments(sheet: Element, around: Surroundings, marks: Sequence[CellMark]) -> None:
    """Take out our comments of an earlier return and write those of this one."""
    marks = marks[:MOST_COMMENTS]
    dialect = dialect_of(sheet)
    part = around.relations.first("comments")
    if part is None and not marks:
        return
    root = parse(around.package.read(part)) if part else _no_comments(dialect)
    comments = root.find(dialect.tag("commentList"))
    assert comments is not None, "a comments part has a list"
    gone = [at for name in _withdraw(comments) if (at := parse_cell(name.partition(":")[0]))]
    fresh = [mark for mark in marks if not _append(comments, mark)]
    author = _author(root, dialect) if fresh else 0
    comments.extend(_comment(mark, author, dialect) for mark in fresh)
    _store(around, dialect, part, root if len(comments) else None)
    _redraw(sheet, around, gone, fresh)


def _no_comments(dialect: Dialect) -> Element:
    return dialect.make("comments", dialect.make("authors"), dialect.make("commentList"))


def _withdraw(comments: Element) -> list[str]:
    gone = []
    for comment in list(comments):
        if local(comment) == "comment" and COMMENT_OPENING in _text(comment):
            _cut(comment)
            if not _text(comment).strip():
                comments.remove(comment)
                gone.append(comment.get("ref", ""))
    return gone


def _text(comment: Element) -> str:
    return "".join(text.text or "" for text in _texts(comment))


def _texts(comment: Element) -> list[Element]:
    return list(comment.iter(f"{{{etree.QName(comment).namespace}}}t"))


def _cut(comment: Element) -> None:
    """Take out all text from our opening words on; runs that are left without text go too."""
    ours = False
    for text in _texts(comment):
        head, opening, _ = (text.text or "").partition(COMMENT_OPENING)
        run = text.getparent()
        if ours or (opening and not head.strip()):
            _remove(text if run is None or local(run) != "r" else run)
        elif opening:
            text.text = head.rstrip("\n")
        ours = ours or bool(opening)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _append(comments: Element, mark: CellMark) -> bool:
    """Add our words to the sender's comment of that cell, if there is one."""
    comment = next((old for old in comments if old.get("ref") == mark.cell), None)
    text = None if comment is None else next((e for e in comment if local(e) == "text"), None)
    if text is None:
        return False
    dialect = dialect_of(text)
    for plain in text.findall(dialect.tag("t")):
        run = dialect.make("r")
        text.replace(plain, run)
        run.append(plain)
    insert_before(text, _run(f"\n{mark.text}", dialect), _BEHIND_RUNS)
    return True


def _comment(mark: CellMark, author: int, dialect: Dialect) -> Element:
    text = dialect.make("text", _run(mark.text, dialect))
    return dialect.make("comment", text, ref=mark.cell, authorId=str(author), shapeId="0")


def _run(words: str, dialect: Dialect) -> Element:
    make = dialect.make
    text = dialect.words("t", words, **{_SPACE: "preserve"})
    look = make("sz", val="9"), make("color", indexed="81"), make("rFont", val="宋体")
    return make("r", make("rPr", *look), text)


def _author(root: Element, dialect: Dialect) -> int:
    authors = root.find(dialect.tag("authors"))
    assert authors is not None, "a comments part has its authors"
    names = [author.text for author in authors]
    author = marked_copy_texts().author
    if author in names:
        return names.index(author)
    authors.append(dialect.words("author", author))
    return len(names)


def _store(around: Surroundings, dialect: Dialect, part: str | None, root: Element | None) -> None:
    if root is None:
        if part:
            _forget(around, part)
        return
    if part is None:
        part = around.package.free_name("xl/comments{}.xml")
        around.relations.add(dialect, "comments", part)
        around.types.set_part(part, _COMMENTS_TYPE)
    around.package.write(part, serialize(root))


def _redraw(
    sheet: Element, around: Surroundings, gone: list[Position], fresh: list[CellMark]
) -> None:
    dialect = dialect_of(sheet)
    link = sheet.find(dialect.tag("legacyDrawing"))
    if link is None:
        if not fresh:
            return
        link = _link_drawing(sheet, around)
    part = around.relations.part(link.get(f"{{{dialect.relations}}}id", ""))
    drawing = remove_boxes(around.package.read(part), gone)
    drawing = add_boxes(drawing, fresh, Grid(sheet))
    if has_boxes(drawing):
        around.package.write(part, drawing)
    else:
        sheet.remove(link)
        _forget(around, part)


def _link_drawing(sheet: Element, around: Surroundings) -> Element:
    dialect = dialect_of(sheet)
    part = around.package.free_name("xl/drawings/vmlDrawing{}.vml")
    around.package.write(part, empty_drawing())
    around.types.set_extension("vml", _DRAWING_TYPE)
    link = etree.Element(
        dialect.tag("legacyDrawing"),
        {f"{{{dialect.relations}}}id": around.relations.add(dialect, "vmlDrawing", part)},
        nsmap={"r": dialect.relations},
    )
    insert_before(sheet, link, _BEHIND_DRAWING)
    return link


def _forget(around: Surroundings, part: str) -> None:
    around.relations.remove(part)
    around.types.forget(part)
    around.package.drop(part)
