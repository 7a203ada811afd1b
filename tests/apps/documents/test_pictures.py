"""Pictures in the text: from the Word file to the reviewers, told in words, public only when the text shows them."""

from __future__ import annotations

import io
import json
import zipfile

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from tests.gongwen.test_word_kept import png, with_picture

from gongkai.apps.documents import actions, content, incoming, markup, pictures
from gongkai.apps.documents.models import DocumentFile, OfficialDocument
from gongkai.apps.documents.reading import propose
from gongkai.exceptions import Refused, Unreadable
from gongkai.files.pictures import PAGE_PIXELS, for_page

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def photograph(size: tuple[int, int] = (60, 40)) -> bytes:
    """A JPEG that says where it was taken, and that the camera was turned."""
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112], exif[0x010F], exif[0x8825] = 6, "Kamera 9", {1: "N", 2: (31.0, 14.0, 3.0)}
    Image.new("RGB", size, "blue").save(out, "JPEG", exif=exif, comment=b"drawn by Zhang")
    return out.getvalue()


def registered(bureau, data: bytes = b"", alt: str = ""):
    proposal = propose("图.docx", data or with_picture(alt))
    fields = {"title": "关于办理流程的通知", "html": proposal.html}
    document = actions.register(
        bureau.drafter,
        organization=bureau.body,
        section=bureau.section,
        fields=fields,
        pictures=proposal.pictures,
    )
    return actions.decide_attribute(bureau.drafter, document, attribute="open")


def codes(document) -> list[str]:
    return [o.code for o in content.obstacles(document)]


def test_a_photograph_goes_out_upright_small_and_without_what_the_camera_wrote() -> None:
    made = for_page(photograph((2400, 1800)))
    shown = Image.open(io.BytesIO(made.data))
    assert shown.size == (made.width, made.height) == (1200, PAGE_PIXELS)
    assert not shown.getexif() and "comment" not in shown.info
    assert b"Kamera" not in made.data and b"Zhang" not in made.data


@given(st.binary(max_size=200))
def test_whatever_is_no_picture_is_refused(data: bytes) -> None:
    for start in (b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a"):
        with pytest.raises(Unreadable):
            for_page(start + data)


def test_a_picture_waits_for_its_words(world) -> None:
    document = registered(world.a)
    assert "document:alt" in codes(document)
    (one,) = pictures.told(document.html)
    assert one.before == "办理流程见下图。"
    html = pictures.with_words(document.html, {one.key: "四步  流程图"})
    document = actions.change(world.a.drafter, document, {"html": html})
    assert "document:alt" not in codes(document) and "四步 流程图" in document.text
    (shown,) = content.content(document).pictures
    assert shown.key == one.key and shown.name == "image1.png" and shown.detail == "40×20"


def test_what_the_file_says_of_a_picture_is_proposed(world) -> None:
    document = registered(world.a, alt="报名流程图")
    assert "document:alt" not in codes(document) and 'alt="报名流程图"' in document.html


def test_words_of_a_picture_with_an_id_number_do_not_go_out(world) -> None:
    document = registered(world.a, alt="学生身份证11010519491231002X")
    assert "11010519491231002X" in content.content(document).text


def test_a_picture_that_cannot_be_shown_leaves_a_sign_that_stops_the_review(world) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(with_picture("图"))) as whole, zipfile.ZipFile(out, "w") as copy:
        for name in whole.namelist():
            copy.writestr(name, b"\x01\x00\x00\x00" if "media/" in name else whole.read(name))
    bent = out.getvalue()
    document = registered(world.a, bent)
    assert "document:lost" in codes(document) and not content.content(document).pictures
    assert "没有带进来" in document.text


def test_a_picture_taken_out_of_the_text_is_not_public_and_comes_back_with_the_old_text(world) -> None:
    document = registered(world.a, alt="流程图")
    before = document.html
    document = actions.change(world.a.drafter, document, {"html": "<p>没有图了。</p>"})
    assert content.content(document).pictures == ()
    document = actions.change(world.a.drafter, document, {"html": before})
    assert len(content.content(document).pictures) == 1


def test_a_picture_of_another_document_is_not_shown(world) -> None:
    theirs = registered(world.b, alt="流程图")
    document = registered(world.a, alt="流程图")
    document = actions.change(world.a.drafter, document, {"html": theirs.html})
    assert "document:picture" in codes(document) and content.content(document).pictures == ()


def test_addresses_of_pictures_are_ours_alone() -> None:
    key = "0b8f1c1e-52d5-4c0e-9a53-0e9c6f3a2f10"
    html = markup.clean(
        f'<p><img src="picture:{key}" alt="a&quot; onerror=x" onerror="x" width=9><img src="https://t.cn/p.gif">'
        '<img src="data:image/png;base64,xx"><a href="picture:x">甲</a></p>'
    )
    assert html.count("src=") == 1 and 'onerror="' not in html and "href" not in html


def test_the_editor_brings_a_picture_in_and_only_those_who_may_change_can(world, sign_in) -> None:
    document = registered(world.a, alt="流程图")
    address = reverse("documents:picture_add", args=[document.pk])

    def send(person, name: str, data: bytes):
        return sign_in(person).post(address, {"picture": SimpleUploadedFile(name, data)})

    answer = send(world.a.drafter, "现场.jpg", photograph())
    kept = document.files.get(key=json.loads(answer.content)["key"])
    assert kept.part == DocumentFile.Part.PICTURE and kept.detail == "40×60"
    wrong = send(world.a.drafter, "表.png", b"\x89PNG\r\n\x1a\nxx")
    assert wrong.status_code == 400 and "图片" in json.loads(wrong.content)["error"]
    assert send(world.b.drafter, "现场.jpg", photograph()).status_code in (403, 404)
    seen = sign_in(world.a.drafter).get(reverse("documents:picture", args=[document.pk, kept.key]))
    assert seen["Content-Type"] == "image/jpeg" and "attachment" not in seen.get("Content-Disposition", "")
    page = sign_in(world.a.drafter).get(reverse("documents:detail", args=[document.pk])).content.decode()
    (shown,) = pictures.told(document.html)
    assert reverse("documents:picture", args=[document.pk, shown.key]) in page


def test_the_words_are_written_beside_the_pictures(world, sign_in) -> None:
    document = registered(world.a)
    (one,) = pictures.told(document.html)
    address = reverse("documents:pictures", args=[document.pk])
    client = sign_in(world.a.drafter)
    page = client.get(address).content.decode()
    assert "第 1 幅图上是什么" in page and "办理流程见下图。" in page
    client.post(address, {one.key: "流程图：登记、审核、录取"})
    document.refresh_from_db()
    assert 'alt="流程图：登记、审核、录取"' in document.html


def test_a_registration_keeps_its_pictures_between_the_two_steps(world) -> None:
    upload = SimpleUploadedFile("图.docx", with_picture("流程图"), DOCX)
    parcel = incoming.bring(world.a.drafter, upload)
    again = incoming.find(world.a.drafter, parcel.token)
    assert again is not None and again.proposal is not None
    (picture,) = incoming.pictures(again)
    assert Image.open(io.BytesIO(picture.data)).size == Image.open(io.BytesIO(png())).size
    assert f"picture:{picture.key}" in again.proposal.html


def test_nothing_is_brought_into_a_document_under_review(world) -> None:
    document = registered(world.a, alt="流程图")
    document.stage = "in_review"
    document.save()
    with pytest.raises(Refused):
        actions.add_picture(world.a.drafter, document, SimpleUploadedFile("a.png", png()))


def test_the_left_side_is_the_paper_with_numbers_where_each_value_was_read(world, sign_in) -> None:
    made = docx.Document()
    for line in (
        "东湖区教育局文件",
        "东教〔2026〕9号",
        "东湖区教育局关于收费的通知",
        "各学校：",
        "每餐12元。",
    ):
        made.add_paragraph(line)
    table = made.add_table(2, 2)
    table.cell(0, 0).text, table.cell(1, 0).text = "学校", "一小"
    made.add_paragraph().add_run().add_picture(io.BytesIO(png()))
    for line in ("东湖区教育局", "2026年5月8日", "抄送：区财政局。"):
        made.add_paragraph(line)
    out = io.BytesIO()
    made.save(out)
    parcel = incoming.bring(world.a.drafter, SimpleUploadedFile("文.docx", out.getvalue(), DOCX))
    client = sign_in(world.a.drafter)
    page = client.get(reverse("documents:confirm", args=[parcel.token])).content.decode()
    left = page.split('aria-label="原件"')[1].split("</article>")[0]
    assert '<p class="letterhead">' in left
    assert '<p class="number"><mark class="gk-hit" id="m1">东教〔2026〕9号<sup>1</sup></mark></p>' in left
    assert "<table>" in left and left.count('<p class="signature">') == 2 and "区财政局" in left
    assert "区财政局" in page.split("抄送机关")[1][:600]
    assert parcel.proposal is not None
    (picture,) = parcel.proposal.pictures
    address = reverse("documents:waiting_picture", args=[parcel.token, picture.key])
    assert address in left and client.get(address).content == picture.data
    assert sign_in(world.b.drafter).get(address).status_code == 404
    form = {
        "number": "东教〔2026〕9号", "title": "东湖区教育局关于收费的通知", "signed_on": "2026年5月8日", "place": world.a.section.pk,
    }  # fmt: skip
    client.post(reverse("documents:confirm", args=[parcel.token]), form)
    document = OfficialDocument.objects.get()
    kept = client.get(reverse("documents:picture", args=[document.pk, picture.key]))
    assert Image.open(io.BytesIO(b"".join(kept.streaming_content))).size == (40, 20)
