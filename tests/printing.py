"""Texts as offices print them: Word documents, PDFs and archives, made by other programs' writers than what reads them."""

import io
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate, Paragraph, Table

SONG = "STSong-Light"
pdfmetrics.registerFont(UnicodeCIDFont(SONG))

Rows = Sequence[Sequence[str]]


def lines_of(text: str) -> list[str]:
    """The lines of a text that are not blank, without the blanks around them."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def word(*content: str | Rows, change: Callable[[Document], None] | None = None) -> bytes:
    """A Word document with paragraphs and tables; ``change`` does to it what python-docx has no words for."""
    document = docx.Document()
    document.core_properties.title = ""
    for item in content:
        if isinstance(item, str):
            document.add_paragraph(item)
        else:
            table = document.add_table(len(item), max(map(len, item)))
            for row, cells in zip(table.rows, item, strict=True):
                for cell, text in zip(row.cells, cells, strict=False):
                    cell.text = text
    if change:
        change(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def word_xml(body: str, **parts: str) -> bytes:
    """A Word document whose body is this XML (w: is declared); ``parts`` are further ones, such as numbering and footnotes."""
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "".join(f'<Relationship Id="r{i}" Type="{kinds}/{kind}" Target="{kind}.xml"/>' for i, kind in enumerate(parts))
    files = {
        "_rels/.rels": _relations(f'<Relationship Id="r1" Type="{kinds}/officeDocument" Target="word/document.xml"/>'),
        "word/document.xml": f"<w:document {nsdecls('w')}><w:body>{body}</w:body></w:document>",
        "word/_rels/document.xml.rels": _relations(relations),
        **{f"word/{kind}.xml": f"<w:{kind} {nsdecls('w')}>{content}</w:{kind}>" for kind, content in parts.items()},
    }
    return archive({name: content.encode() for name, content in files.items()})


def _relations(content: str) -> str:
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{content}</Relationships>'


def element(xml: str) -> Any:
    """A piece of a Word document's XML, to be put into one."""
    return parse_xml(xml.replace(">", f" {nsdecls('w')}>", 1))


def pdf(
    *content: str | Rows,
    size: float = 16,
    columns: int = 1,
    head: str = "",
    foot: str = "",
    title: str = "",
    indent: bool = True,
    drawn: Callable[[Canvas], None] | None = None,
    **settings: Any,
) -> bytes:
    """A PDF set in Song, as 公文 are: 28 characters a line, 22 lines a page; ``{page}`` in head and foot is the number of the page."""
    file = io.BytesIO()
    document = BaseDocTemplate(file, pagesize=A4, title=title or None, invariant=1, **settings)
    width = (440 - 24 * (columns - 1)) / columns
    frames = [Frame(77 + i * (width + 24), 100, width, 640, 0, 0, 0, 0) for i in range(columns)]

    def decorate(canvas: Canvas, template: BaseDocTemplate) -> None:
        canvas.setFont(SONG, 14)
        canvas.drawCentredString(297, 800, head.format(page=template.page))
        canvas.drawCentredString(297, 50, foot.format(page=template.page))
        if drawn:
            drawn(canvas)

    document.addPageTemplates(PageTemplate(frames=frames, onPage=decorate))
    document.build([_flowable(item, size, indent) for item in content])
    return file.getvalue()


def _flowable(item: str | Rows, size: float, indent: bool) -> Flowable:
    if isinstance(item, str):
        style = ParagraphStyle("body", fontName=SONG, fontSize=size, leading=1.75 * size, firstLineIndent=2 * size * indent, wordWrap="CJK")
        return Paragraph(item.replace("&", "&amp;").replace("<", "&lt;"), style)
    cell = ParagraphStyle("cell", fontName=SONG, fontSize=12, leading=16, wordWrap="CJK")
    rows = [[Paragraph(text, cell) for text in row] for row in item]
    return Table(rows, colWidths=[440 / len(item[0])] * len(item[0]), style=[("GRID", (0, 0), (-1, -1), 0.5, colors.black)])


def canvas_pdf(*pages: Callable[[Canvas], None], **settings: Any) -> bytes:
    """A PDF whose pages are drawn by hand."""
    file = io.BytesIO()
    canvas = Canvas(file, pagesize=A4, invariant=1, **settings)
    for draw in pages:
        canvas.setFont(SONG, 16)
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def archive(files: Mapping[str, bytes] | Iterable[tuple[str, bytes]]) -> bytes:
    """A zip archive."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in files.items() if isinstance(files, Mapping) else files:
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def save(path: Path, data: bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


Cells = Sequence[Sequence[str | int]]


def workbook(*sheets: tuple[str, Cells], merged: Sequence[str] = (), hidden: str = "") -> bytes:
    """A workbook of named sheets, the least that Excel opens; ``merged`` are ranges of the first, such as ``A3:A4``, ``hidden`` is one not shown."""
    main, office = "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package, types = "http://schemas.openxmlformats.org/package/2006", "application/vnd.openxmlformats-officedocument.spreadsheetml"

    def relations(*targets: tuple[str, str]) -> str:
        each = (f'<Relationship Id="r{n}" Type="{office}/{kind}" Target="{target}"/>' for n, (kind, target) in enumerate(targets, 1))
        return f'<Relationships xmlns="{package}/relationships">{"".join(each)}</Relationships>'

    parts = [f"worksheets/sheet{n}.xml" for n in range(1, len(sheets) + 1)]
    states = {hidden: ' state="hidden"'}
    named = "".join(f'<sheet name="{name}" sheetId="{n}" r:id="r{n}"{states.get(name, "")}/>' for n, (name, _) in enumerate(sheets, 1))
    overrides = "".join(f'<Override PartName="/xl/{part}" ContentType="{types}.worksheet+xml"/>' for part in parts)
    return archive({
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{types}.sheet.main+xml"/>{overrides}</Types>',
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{office}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": relations(*(("worksheet", part) for part in parts)),
        **{f"xl/{part}": _sheet(rows, () if n else merged, main) for n, (part, (_, rows)) in enumerate(zip(parts, sheets, strict=True))},
    })  # fmt: skip


def _sheet(rows: Cells, merged: Sequence[str], namespace: str) -> str:
    def cell(value: str | int, at: str) -> str:
        number = isinstance(value, int)
        return f'<c r="{at}"><v>{value}</v></c>' if number else f'<c r="{at}" t="inlineStr"><is><t>{value}</t></is></c>'

    lines = ("".join(cell(v, f"{chr(65 + n)}{number}") for n, v in enumerate(row) if v != "") for number, row in enumerate(rows, 1))
    data = "".join(f'<row r="{number}">{line}</row>' for number, line in enumerate(lines, 1))
    merges = f"<mergeCells>{''.join(f'<mergeCell ref={chr(34)}{m}{chr(34)}/>' for m in merged)}</mergeCells>" if merged else ""
    return f'<worksheet xmlns="{namespace}"><sheetData>{data}</sheetData>{merges}</worksheet>'
