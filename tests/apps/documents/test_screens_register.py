"""登记公文 on screen: from a dropped file to a record, with nothing lost on the way."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from gongkai import law
from gongkai.apps.documents import actions
from gongkai.apps.documents.models import OfficialDocument

LETTER = """东湖区教育局文件
东教〔2026〕9号
东湖区教育局关于规范课后服务
经费管理的通知
各学校：
为规范课后服务经费的使用，现就有关事项通知如下。
一、坚持公益性原则。
东湖区教育局
2026年5月12日
"""


def upload(text: str = LETTER, name: str = "通知.txt") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, text.encode(), "text/plain")


def facts(**values):
    return {
        "number": "东教〔2026〕9号",
        "title": "东湖区教育局关于规范课后服务经费管理的通知",
        "issuer": "东湖区教育局",
        "addressee": "各学校",
        "signed_on": "2026年5月12日",
        "kind": "通知",
        **values,
    }


@pytest.fixture
def bring(world, sign_in):
    def make(text: str = LETTER, **kwargs):
        client = sign_in(world.a.drafter)
        answer = client.post("/workbench/documents/new/", {"source": upload(text, **kwargs)})
        assert answer.status_code == 302
        return client, answer["Location"]

    return make


def test_the_file_is_read_and_shown_with_the_same_numbers_left_and_right(bring):
    client, address = bring()
    page = client.get(address).content.decode()
    assert 'value="东教〔2026〕9号"' in page
    assert 'value="2026年5月12日"' in page
    number = re.search(r'id="m(\d+)">东教〔2026〕9号<sup>(\d+)</sup>', page)
    assert number and number[1] == number[2]
    assert f'href="#m{number[1]}"' in page


def test_confirming_makes_the_record_and_clears_the_parcel(bring, world):
    client, address = bring()
    answer = client.post(address, {**facts(), "place": world.a.section.pk, "attribute": "open"})
    document = OfficialDocument.objects.get(number="东教〔2026〕9号")
    assert answer["Location"] == f"/workbench/documents/{document.pk}/"
    assert document.attribute == "open"
    assert "坚持公益性原则" in document.text
    assert [f.name for f in document.files.all()] == ["通知.txt"]
    assert client.get(address).status_code == 404
    assert default_storage.listdir(f"incoming/{world.a.drafter.pk}") == ([], [])


def test_nothing_typed_or_uploaded_is_lost_on_an_error(bring, world):
    client, address = bring()
    attached = SimpleUploadedFile("名单.txt", b"1,2,3", "text/plain")
    page = client.post(
        address,
        {
            **facts(title="", signed_on="5月", addressee="各中小学"),
            "place": world.a.section.pk,
            "attachments": attached,
        },
    ).content.decode()
    assert "请填写标题。" in page and "“5月”不是日期" in page
    assert 'value="各中小学"' in page and 'value="5月"' in page
    assert "名单.txt" in page
    assert not OfficialDocument.objects.exists()
    client.post(address, {**facts(), "place": world.a.section.pk})
    assert sorted(f.name for f in OfficialDocument.objects.get().files.all()) == ["名单.txt", "通知.txt"]


def test_another_person_cannot_open_the_parcel(bring, world, sign_in):
    _, address = bring()
    assert sign_in(world.b.drafter).get(address).status_code == 404
    assert sign_in(world.a.office).get(address).status_code == 404


def test_a_closed_attribute_needs_its_ground_before_anything_is_kept(bring, world):
    client, address = bring()
    page = client.post(
        address, {**facts(), "place": world.a.section.pk, "attribute": "closed"}
    ).content.decode()
    assert "须选定理由" in page
    assert not OfficialDocument.objects.exists()


def test_the_same_number_is_pointed_out_and_does_not_stop(bring, world):
    actions.register(
        world.a.drafter, organization=world.a.body, section=world.a.section,
        fields={"title": "另一件", "number": "东教〔2026〕9号"},
    )  # fmt: skip
    client, address = bring()
    assert "文号与已登记的一件相同" in client.get(address).content.decode()
    assert client.post(address, {**facts(), "place": world.a.section.pk}).status_code == 302


def test_an_unreadable_file_says_so_in_one_sentence(world, sign_in):
    client = sign_in(world.a.drafter)
    page = client.post(
        "/workbench/documents/new/", {"source": SimpleUploadedFile("a.exe", b"MZ\x00")}
    ).content.decode()
    assert "不是可以收的文件类型" in page
    assert "还没有选文件" in client.post("/workbench/documents/new/", {}).content.decode()


def test_a_foreign_section_is_refused(bring, world):
    client, address = bring()
    page = client.post(address, {**facts(), "place": world.b.section.pk}).content.decode()
    assert "您不能为这个科室登记公文" in page
    assert not OfficialDocument.objects.exists()


def test_the_register_lists_gaps_and_takes_their_explanation(world, sign_in):
    for number in ("东教〔2026〕1号", "东教〔2026〕3号", "东教〔2026〕3号"):
        actions.register(
            world.a.drafter, organization=world.a.body, section=world.a.section,
            fields={"title": f"关于{number}的通知", "number": number},
        )  # fmt: skip
    client = sign_in(world.a.office)
    page = client.get("/workbench/documents/register/").content.decode()
    assert "这个号没有公文" in page and page.count("重号</b>") == 2
    explain = f"/workbench/documents/register/explain/?body={world.a.body.pk}&agency=东教&year=2026&serial=2"
    assert "请写一句说明" in client.post(explain, {"reason": "void", "note": ""}).content.decode()
    assert client.post(explain, {"reason": "void", "note": "编号后未印发"}).status_code == 302
    assert "编号后未印发" in client.get("/workbench/documents/register/").content.decode()
    assert sign_in(world.b.office).get(explain).status_code == 404


def test_the_register_goes_out_as_a_sheet_with_the_gap_rows(world, sign_in):
    for number in ("东教〔2026〕1号", "东教〔2026〕3号"):
        actions.register(
            world.a.drafter, organization=world.a.body, section=world.a.section,
            fields={"title": "=1+1", "number": number},
        )  # fmt: skip
    answer = sign_in(world.a.office).get("/workbench/documents/register/export.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert [r[0] for r in rows] == ["发文字号", "东教〔2026〕1号", "东教〔2026〕2号", "东教〔2026〕3号"]
    assert rows[1][1] == "=1+1" and sheet["B2"].data_type == "s"
    assert rows[2][6] == "缺号"


def test_the_limit_beside_the_attribute_is_read_from_the_law(bring, world, monkeypatch):
    client, address = bring()
    client.post(address, {**facts(), "place": world.a.section.pk, "attribute": "open"})
    document = OfficialDocument.objects.get(number="东教〔2026〕9号")
    screen = f"/workbench/documents/{document.pk}/attribute/"
    assert "20个工作日内公开（《政府信息公开条例》第二十六条）" in client.get(screen).content.decode()
    later = replace(law.version("proactive_2019"), value=10)
    monkeypatch.setattr("gongkai.apps.documents.rules.opening_rule", lambda: later)
    assert "10个工作日内公开" in client.get(screen).content.decode()


def lacks(page: str) -> list[tuple[str, str]]:
    """Where each missing thing leads, and what is said of it."""
    block = re.search(r'id="lacking".*?</section>', page, re.S)
    return re.findall(r'href="([^"]+)">去处理<span class="gk-vh">：([^<]+)<', block[0]) if block else []


def test_what_is_missing_before_review_is_said_while_registering_each_with_its_place(bring, world):
    client, address = bring()
    page = client.get(address).content.decode()
    assert lacks(page) == [("#attribute", "还没有认定公开属性。")]
    assert "送审前还差 1 项" in page
    page = client.post(
        address,
        {
            **facts(title="", signed_on="", number="东教〔20□6〕9号"),
            "place": world.a.section.pk,
            "attribute": "open",
        },
    ).content.decode()
    assert {place for place, _ in lacks(page)} == {"#id_title", "#id_signed_on", "#id_number"}
    assert all(f'id="{place[1:]}"' in page for place, _ in lacks(page))


def test_nothing_is_missing_where_review_could_begin(bring, world):
    client, address = bring(LETTER + "\n（此件公开发布）\n")
    page = client.post(
        address, {**facts(), "place": world.a.section.pk, "attribute": "open", "more": "1"}
    ).content.decode()
    assert lacks(page) == [] and "送审要的都齐了" in page


def test_a_personal_number_in_an_attachment_leads_to_the_attachments(bring, world):
    client, address = bring()
    attached = SimpleUploadedFile("名单.txt", "张三 11010519491231002X".encode(), "text/plain")
    page = client.post(
        address,
        {**facts(), "place": world.a.section.pk, "attribute": "open", "attachments": attached, "more": "1"},
    ).content.decode()
    assert [place for place, _ in lacks(page)] == ["#files"]


def registered(world, title: str, who=None, **more) -> OfficialDocument:
    chain = who or world.a
    return actions.register(
        chain.drafter, organization=chain.body, section=chain.section, fields={"title": title, "kind": "通知"},
        **more,
    )  # fmt: skip


OPEN = {
    "attribute": "open", "ground": "", "ground_note": "", "party_and_government": False, "disclosing_body": "",
    "authorisation": "",
}  # fmt: skip


def test_earlier_decisions_on_the_like_are_named_with_what_was_decided(bring, world):
    registered(world, "东湖区教育局关于做好课后服务经费公示的通知", decision=OPEN)
    registered(world, "东湖区教育局关于校车安全的通知", decision=OPEN)
    registered(world, "东湖区教育局关于课后服务经费的通知（未定）")
    registered(world, "西岭区教育局关于课后服务经费管理的通知", who=world.b, decision=OPEN)
    client, address = bring()
    page = client.get(address).content.decode()
    assert "近三年登记的“通知” 2 件，2 件主动公开" in page
    near = re.search(r'aria-label="相近的公文怎么定的".*?</ul>', page, re.S)[0]
    assert "做好课后服务经费公示" in near and "标题都有“课后服务经费”" in near
    assert "校车安全" not in near and "未定" not in near and "西岭" not in near


def test_the_same_title_is_said_to_be_the_same(bring, world):
    registered(world, "东湖区教育局关于规范课后服务经费管理的通知", decision=OPEN)
    client, address = bring()
    page = client.get(address).content.decode()
    assert "标题相同</b>：确属两件才继续" in page
    assert client.post(address, {**facts(), "place": world.a.section.pk}).status_code == 302


def test_by_hand_every_empty_field_is_seen_to_be_one(world, sign_in):
    """walk.md B8: a field is framed while it shows what belongs there, so each has words to show."""
    client = sign_in(world.a.drafter)
    address = client.post("/workbench/documents/new/", {"by_hand": "1"})["Location"]
    table = re.search(r'<table class="gk-fields">.*?</table>', client.get(address).content.decode(), re.S)[0]
    typed = re.findall(r'<(?:input type="text"|textarea)[^>]*>', table)
    assert len(typed) >= 9
    assert [field for field in typed if not re.search(r'placeholder="[^"]+"', field)] == []
    style = finders.find("workbench/screens.css")
    assert (
        ".gk-fields input:placeholder-shown, .gk-fields textarea:placeholder-shown { border-color:"
        in Path(style).read_text(encoding="utf-8")
    )
