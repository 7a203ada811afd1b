"""Honest releases: nothing of the secrets is in them, and the check must let them pass."""

from __future__ import annotations

from PIL import Image, ImageDraw

from . import pdf
from .codecs import fax, fax_object, jbig2_object, jpeg, jpeg_object, jpx, jpx_object
from .codings import locked
from .doubles import both, twice
from .elsewhere import mapped, pages
from .enclosures import enclosed
from .kit import clean
from .sheet import (
    HIGH,
    HONEST,
    PLACED,
    SECRETS,
    WIDE,
    box,
    codes,
    objects,
    picture,
    public,
    rectangle,
    release,
    scan,
    scanned,
    scanned_original,
    show,
)
from .signed import subject
from .weak import HEAD, HEAD_BOXES, SIDE, SIDE_BOXES

DONE = scan(*SECRETS)


@clean()
def words_taken_out_and_barred() -> bytes:
    """The words are gone, the bars stand where they were."""
    return release()


@clean()
def words_taken_out_and_white_bars() -> bytes:
    """The same with white bars."""
    return release(public() + "".join(rectangle(box(s), "1 g") for s in SECRETS))


@clean()
def words_taken_out_and_gray_bars() -> bytes:
    """The same with gray bars."""
    return release(public() + "".join(rectangle(box(s), "0.6 g") for s in SECRETS))


@clean()
def words_taken_out_without_bars() -> bytes:
    """Blanks where the words were."""
    return release(public())


@clean(scanned_original)
def scan_blackened() -> bytes:
    """Gray pixels, bars in the pixels."""
    return scanned(picture(DONE))


@clean()
def scan_of_a_text_page() -> bytes:
    """The text page made pixels, bars in the pixels."""
    return scanned(picture(DONE))


@clean(scanned_original)
def scan_in_colour() -> bytes:
    """Colour pixels."""
    return scanned(picture(DONE.convert("RGB")))


@clean(scanned_original)
def scan_of_one_bit() -> bytes:
    """One bit a pixel."""
    return scanned(picture(DONE.convert("1")))


@clean(scanned_original)
def scan_as_jpeg() -> bytes:
    """JPEG of high quality."""
    return scanned(jpeg_object(jpeg(DONE)))


@clean(scanned_original)
def scan_as_jpeg_2000() -> bytes:
    """JPEG 2000."""
    return scanned(jpx_object(jpx(DONE)))


@clean(scanned_original)
def scan_as_fax() -> bytes:
    """Group 4 fax."""
    return scanned(fax_object(fax(DONE)))


@clean(scanned_original)
def scan_as_jbig2() -> bytes:
    """JBIG2 of one region."""
    return scanned(jbig2_object((DONE, 0, 0, 0)))


@clean(scanned_original)
def scan_with_honest_recognition() -> bytes:
    """The recognized words that may stay lie unseen over the scan."""
    return release(
        PLACED + public().replace("0 g", "3 Tr"), {20: picture(DONE)}, resources="/XObject << /Im 20 0 R >>"
    )


@clean(scanned_original)
def scan_with_honest_thumbnail() -> bytes:
    """A small picture of the redacted page."""
    return scanned(
        picture(DONE), more={21: picture(DONE.resize((WIDE // 4, HIGH // 4)))}, page="/Thumb 21 0 R"
    )


@clean()
def with_an_ordinary_title() -> bytes:
    """Title, producer and dates."""
    return release(
        HONEST,
        {
            20: f"<< /Title {pdf.wide('公开件2026年8号')} /Producer (Gk) /CreationDate (D:20260501120000+08'00') >>"
        },
        trailer="/Info 20 0 R",
    )


@clean()
def with_an_ordinary_bookmark() -> bytes:
    """A bookmark of the heading."""
    return release(
        HONEST,
        {
            20: "<< /Type /Outlines /First 21 0 R /Last 21 0 R /Count 1 >>",
            21: f"<< /Title {pdf.wide('公开件')} /Parent 20 0 R /Dest [3 0 R /Fit] >>",
        },
        root="/Outlines 20 0 R",
    )


@clean()
def with_an_ordinary_enclosure() -> bytes:
    """A text file without any secret."""
    return enclosed("本件公开。".encode(), "(a.txt)")


@clean()
def with_an_ordinary_tree() -> bytes:
    """Tagged, with the words that stand there."""
    return release(
        f"/P << /MCID 0 >> BDC {HONEST} EMC",
        {
            20: "<< /Type /StructTreeRoot /K 21 0 R >>",
            21: "<< /Type /StructElem /S /P /P 20 0 R /Pg 3 0 R /K 0 >>",
        },
        root="/StructTreeRoot 20 0 R /MarkInfo << /Marked true >>",
        page="/StructParents 0",
    )


@clean()
def with_a_layer_that_is_on() -> bytes:
    """One layer, which is shown."""
    return release(
        f"/OC /L BDC {HONEST} EMC",
        {20: f"<< /Type /OCG /Name {pdf.wide('公开')} >>"},
        root="/OCProperties << /OCGs [20 0 R] /D << /ON [20 0 R] >> >>",
        resources="/Properties << /L 20 0 R >>",
    )


@clean()
def with_a_link() -> bytes:
    """A link to an office's site."""
    return release(
        HONEST,
        {
            20: "<< /Type /Annot /Subtype /Link /Rect [30 20 200 36] /Border [0 0 0] /A << /S /URI /URI (https://example.cn/gk/) >> >>"
        },
        page="/Annots [20 0 R]",
    )


@clean()
def packed_in_object_streams() -> bytes:
    """Objects packed, table as a stream."""
    parts = objects(HONEST)
    return pdf.write_packed(
        {k: v for k, v in parts.items() if isinstance(v, bytes)},
        {k: v for k, v in parts.items() if isinstance(v, str)},
    )


@clean()
def saved_again_honestly() -> bytes:
    """A later save of an honest file."""
    return pdf.save_again(release(), {30: "<< /A 1 >>"})


@clean()
def other_filters() -> bytes:
    """The content as LZW and ASCII 85."""
    parts = objects()
    parts[4] = pdf.stream(HONEST.encode(), "", "ASCII85Decode", "LZWDecode")
    return pdf.write(parts)


@clean()
def locked_with_an_empty_password() -> bytes:
    """An honest file that every reader opens."""
    return locked(objects(HONEST))


@clean(twice, both)
def two_pages() -> bytes:
    """Both copies are barred."""
    return pages(HONEST, HONEST)


@clean(SIDE, SIDE_BOXES)
def turned_page() -> bytes:
    """A page shown turned by a quarter."""
    return release(HONEST, page="/Rotate 90")


@clean(HEAD, HEAD_BOXES)
def page_upside_down() -> bytes:
    """A page shown upside down."""
    return release(HONEST, page="/Rotate 180")


@clean()
def dark_heading() -> bytes:
    """White words on a dark strip, which are meant to be seen."""
    return release(
        HONEST
        + f"q 0 0.2 0.4 rg 0 {HIGH - 18} {WIDE} 18 re f Q "
        + show("市小学公开", 30, 14, 12, before="1 g")
    )


@clean()
def other_numbers() -> bytes:
    """Another office's telephone in the foot."""
    return release(HONEST + show("2026512", 200, 222, 7))


@clean()
def one_letter_of_the_name() -> bytes:
    """A letter of the name in another word."""
    return mapped("川里小学")


@clean()
def table_with_a_ground() -> bytes:
    """A table: lines, a gray ground beneath a row."""
    ground = f"q 0.9 g 25 {HIGH - 73} 280 25 re f Q q 0.5 w 0 G 25 {HIGH - 150} 280 102 re 25 {HIGH - 98} 280 0 re S Q\n"
    return release(ground + HONEST)


@clean()
def white_sheet_first() -> bytes:
    """Word processors paint the whole sheet white before they write."""
    return release(f"q 1 g 0 0 {WIDE} {HIGH} re f Q\n" + HONEST)


SEAL = (
    "q 0.85 0.1 0.1 RG 0.85 0.1 0.1 rg 2 w 230 50 m 230 66 217 79 201 79 c 185 79 172 66 172 50 c 172 34 185 21 201 21 c "
    "217 21 230 34 230 50 c s 201 64 m 205 46 l 190 57 l 212 57 l 196 46 l h f Q\n"
)


@clean()
def red_seal_over_the_date() -> bytes:
    """The red seal lies over the office's name and the date, as it must."""
    return release(HONEST + SEAL)


@clean()
def red_seal_as_a_picture() -> bytes:
    """The same as a picture with a soft mask."""
    ring = Image.new("L", (80, 80), 0)
    ImageDraw.Draw(ring).ellipse((4, 4, 76, 76), outline=255, width=5)
    red = Image.new("RGB", ring.size, (216, 26, 26))
    parts = {20: picture(red, "/SMask 21 0 R"), 21: picture(ring)}
    return release(HONEST + "q 58 0 0 58 172 21 cm /Im Do Q\n", parts, resources="/XObject << /Im 20 0 R >>")


@clean()
def marked_in_yellow() -> bytes:
    """A highlighter over a sentence."""
    return release(
        HONEST + f"q /G gs 1 1 0 rg 28 {HIGH - 176} 130 18 re f Q\n",
        resources="/ExtGState << /G << /BM /Multiply >> >>",
    )


@clean()
def pale_watermark() -> bytes:
    """A pale word across the page, beside the bars."""
    return release(_mark(270) + HONEST)


@clean()
def pale_watermark_that_runs_under_a_bar() -> bytes:
    """A pale word across the page; a bar lies over its middle."""
    return release(_mark(120) + HONEST)


def _mark(left: int) -> str:
    return f"BT 0.8 g /F1 28 Tf 0.7 0.7 -0.7 0.7 {left} 40 Tm {codes('公开')} Tj ET\n"


@clean()
def head_in_a_form() -> bytes:
    """A running head in a form of its own."""
    words = show("市小学", 250, 14, 7).encode()
    head = pdf.flate(
        words, "/Type /XObject /Subtype /Form /BBox [0 0 400 300] /Resources << /Font << /F1 5 0 R >> >>"
    )
    return release(HONEST + "/Fm Do\n", {20: head}, resources="/XObject << /Fm 20 0 R >>")


@clean()
def archive_copy() -> bytes:
    """What an archive asks for: XMP, identity, tags, language."""
    packet = (
        '<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"><pdfaid:part>2</pdfaid:part></rdf:Description></rdf:RDF></x:xmpmeta>'
        '<?xpacket end="w"?>'
    )
    xmp = pdf.stream(packet.encode(), "/Type /Metadata /Subtype /XML")
    return release(
        HONEST, {20: xmp}, root="/Metadata 20 0 R /Lang (zh-CN)", trailer="/ID [<00112233> <00112233>]"
    )


@clean()
def signed_by_the_office() -> bytes:
    """The office's own signature."""
    value = f"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /adbe.pkcs7.detached /Contents <{subject('市小学'.encode()).hex()}> >>"
    field = "<< /Type /Annot /Subtype /Widget /FT /Sig /T (s) /F 132 /Rect [0 0 0 0] /V 21 0 R >>"
    form = "/AcroForm << /Fields [20 0 R] /SigFlags 3 >>"
    return release(HONEST, {20: field, 21: value}, page="/Annots [20 0 R]", root=form)


@clean()
def small_words_beside_each_bar() -> bytes:
    """Small words beside each bar."""
    notes = "".join(show("公开", box(s)["x1"] + 4, box(s)["y1"] - 5, 7) for s in SECRETS)
    return release(HONEST + notes)


@clean(scanned_original)
def scan_in_two_strips() -> bytes:
    """Scanners store a page in strips."""
    upper, lower = DONE.crop((0, 0, DONE.width, 200)), DONE.crop((0, 200, DONE.width, DONE.height))
    placed = f"q {WIDE} 0 0 100 0 {HIGH - 100} cm /Im Do Q q {WIDE} 0 0 {HIGH - 100} 0 0 cm /In Do Q"
    return scanned(
        picture(upper), placed, {21: picture(lower)}, resources="/XObject << /Im 20 0 R /In 21 0 R >>"
    )


@clean(scanned_original)
def scan_turned_by_the_page() -> bytes:
    """The picture lies sideways, the matrix sets it upright."""
    side = DONE.transpose(Image.Transpose.ROTATE_90)
    return scanned(picture(side), f"q 0 {-HIGH} {WIDE} 0 0 {HIGH} cm /Im Do Q")
