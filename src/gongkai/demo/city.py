"""云川市 as rows: bodies with their sections, columns, topics, people and posts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from django.contrib.auth.hashers import make_password

from gongkai import law
from gongkai.apps.catalogue.models import Column, Topic
from gongkai.apps.organizations.models import Alias, Kind, Membership, Organization, User
from gongkai.clocks import moment
from gongkai.demo.people import CITY, DISTRICTS, PASSWORD, PEOPLE

# slug, name, short name, 发文代字 (main, office, normative), index code, street
COMMISSION = (CITY, "云川市教育局", "市教育局", ("云教", "云教办", "云教规"), "YC0500010", "云川市文津路8号")
DISTRICT_BODIES = {
    "donghu": ("东湖区教育局", "东湖", ("东教", "东教办"), "YC0511020", "云川市东湖区望湖路26号"),
    "xiling": ("西岭区教育局", "西岭", ("西教", "西教办"), "YC0512030", "云川市西岭区青石街3号"),
    "gaoxin": ("高新区教育局", "高新", ("高教", "高教办"), "YC0513040", "云川市高新区星河大道188号"),
    "linjiang": ("临江区教育局", "临江", ("临教", "临教办"), "YC0514050", "云川市临江区码头路71号"),
}
CITY_SECTIONS = {
    "bangong": "办公室", "jijiao": "基础教育科", "jicai": "计财科", "renshi": "人事科",
    "minban": "民办教育科", "dudao": "督导室", "anquan": "安全科",
}  # fmt: skip
DISTRICT_SECTION_NAMES = {"bangong": "办公室", "jijiao": "基础教育科", "zonghe": "综合科"}
# slug, name, 发文代字, the body above
SCHOOLS = {
    "yizhong": ("云川市第一中学", "云一中", CITY),
    "shiyan-zhongxue": ("云川市实验中学", "云实中", CITY),
    "teshu": ("云川市特殊教育学校", "云特校", CITY),
    "zhiye": ("云川市第二职业学校", "云二职", CITY),
    "wenjinlu": ("东湖区文津路小学", "文津小", "donghu"),
    "dongwai": ("东湖区外国语学校", "东外校", "donghu"),
    "qingshi": ("西岭区青石镇中心小学", "青石小", "xiling"),
    "xiling-yizhong": ("西岭区第一初级中学", "西一初", "xiling"),
    "xinghe": ("高新区星河小学", "星河小", "gaoxin"),
    "gaoxin-shiyan": ("高新区实验学校", "高实校", "gaoxin"),
    "matou": ("临江区码头路小学", "码头小", "linjiang"),
    "linjiang-sanzhong": ("临江区第三初级中学", "临三初", "linjiang"),
}
UNIT_BODIES = {
    "zizhu": ("云川市学生资助管理中心", "云资助", CITY),
    "jiaoyan": ("云川市教育研究院", "云教研", CITY),
    "kaoshi": ("云川市招生考试中心", "云招考", CITY),
}
ALIASES = {"zizhu": "云川市学生资助中心", "kaoshi": "云川市招生和考试中心", "teshu": "云川市特教学校"}
# Particulars that the texts of a district speak of.
PLACES = {
    "donghu": ("文津路小学", "望湖小学", "滨河小学", "东湖区第四小学", "东湖区外国语学校", "东湖区第二初级中学",
               "柳林小学", "湖西学校", "文津路", "望湖路", "柳林街", "船坞路"),
    "xiling": ("岭南路小学", "青石镇中心小学", "西岭区实验小学", "矿山小学", "西岭区第一初级中学", "青石中学",
               "云岭希望小学", "松坪学校", "岭南路", "青石街", "松坪路", "矿山路"),
    "gaoxin": ("星河小学", "创业路小学", "高新区实验学校", "南苑小学", "高新区第一初级中学", "软件园学校",
               "翠谷小学", "高家桥学校", "星河大道", "创业路", "翠谷路", "南苑街"),
    "linjiang": ("码头路小学", "临江新城小学", "江湾小学", "临江区第五小学", "临江区第三初级中学", "江湾中学",
                 "沙洲小学", "渡口学校", "码头路", "江湾路", "新城大道", "渡口街"),
}  # fmt: skip
# slug, name, what it holds, notices?, days it must be renewed, duty of law
COLUMNS = (
    ("zhengce", "政策文件", "规范性文件和其他政策性文件", False, 180, "scope_normative"),
    ("tongzhi", "通知公告", "公告、通告、公示和一般通知", True, 180, "scope"),
    ("zhidu", "政府信息公开制度", "信息公开的规定和办法", False, 365, "openness"),
    ("nianbao", "政府信息公开年报", "年度报告", False, 365, "openness"),
    ("guihua", "规划计划", "发展规划、年度工作要点", False, 365, "scope_plans"),
    ("caizheng", "财政信息", "预算、决算、收费和项目资金", False, 365, "scope_budget"),
    ("zhaosheng", "招生入学", "招生政策、学区、学籍", False, 180, "scope_local"),
    ("jiaoshi", "教师工作", "招聘、资格、交流、师德", False, 365, "scope"),
    ("dudao", "督导评价", "督导方案、结果、通报", False, 365, "inspection"),
    ("zizhu", "学生资助", "资助政策、标准和办理", False, 365, "scope_local"),
    ("anquan", "安全管理", "校园安全、食品安全、应急", False, 180, "scope"),
    ("minban", "民办与校外培训", "年度检查、机构名单、预收费监管", False, 180, "scope"),
    ("gongkai", "学校公开", "学校和直属单位公开的信息", True, 180, "public_services"),
)
TOPICS = {
    ("zs", "招生与学籍"): (("zs-yw", "义务教育招生"), ("zs-gz", "高中阶段招生"), ("zs-yey", "幼儿园招生"), ("zs-xj", "学籍管理")),
    ("jx", "教育教学"): (("jx-kc", "课程与作业"), ("jx-kh", "课后服务"), ("jx-ty", "体育美育劳动"), ("jx-xl", "心理健康"),
                     ("jx-ts", "特殊教育"), ("jx-yw", "语言文字")),
    ("js", "教师队伍"): (("js-zp", "招聘与资格"), ("js-gl", "交流与培训"), ("js-sd", "师德师风")),
    ("cw", "财务与资助"): (("cw-ys", "预算决算与项目"), ("cw-sf", "教育收费"), ("cw-zz", "学生资助")),
    ("aq", "安全管理"): (("aq-xy", "校园安全"), ("aq-sp", "食品安全")),
    ("mb", "民办与校外培训"): (("mb-nj", "民办学校"), ("mb-px", "校外培训")),
    ("dd", "督导评价"): (("dd-dd", "教育督导"), ("dd-pj", "评价与通报")),
    ("zh", "综合政务"): (("zh-gh", "规划计划"), ("zh-ff", "法治建设"), ("zh-jy", "建议提案")),
}  # fmt: skip
DUTIES = (
    "贯彻执行教育法律法规和方针政策；管理本地区学前教育、义务教育和特殊教育，指导民办教育和校外培训监管；"
    "负责学校布局、招生入学、教师队伍、教育经费和校园安全工作；承担教育督导和语言文字工作。"
)


@dataclass
class City:
    """The rows that the load works with."""

    organizations: dict[str, Organization] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    columns: dict[tuple[str, str], Column] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)


def build(since: dt.date, *, small: bool = False) -> City:
    """Write the city. Posts are in force from `since`. small: the commission, one district and one school only."""
    city = City()
    districts = ["donghu"] if small else list(DISTRICTS)
    schools = {k: v for k, v in SCHOOLS.items() if not small or k == "wenjinlu"}
    _commission(city)
    for position, slug in enumerate(districts, 1):
        _district(city, slug, position)
    for position, (slug, (name, code, above)) in enumerate(
        {**schools, **({} if small else UNIT_BODIES)}.items(), 20
    ):
        _school(city, slug, name, code, above, position)
    for slug, alias in ALIASES.items():
        if slug in city.organizations:
            Alias.objects.create(organization=city.organizations[slug], name=alias)
    _topics(city)
    for body in city.organizations.values():
        if body.has_site:
            _columns(city, body)
    _people(city, since)
    return city


def code_of(slug: str, which: str) -> str:
    """The 发文代字 that a text asks for: 主, 办, 规; empty for a text without number."""
    if which == "无":
        return ""
    if slug in SCHOOLS or slug in UNIT_BODIES:
        return (SCHOOLS.get(slug) or UNIT_BODIES[slug])[1]
    codes = COMMISSION[3] if slug == CITY else DISTRICT_BODIES[slug][2]
    return codes[{"主": 0, "办": 1, "规": 2}[which]]


def facts_of(slug: str) -> dict[str, str]:
    """What the texts of a body may speak of: 局, 区, 话, 校1…, 路1…."""
    if slug == CITY:
        return {"局": COMMISSION[1], "区": "云川市", "话": "0000-80002200"}
    if slug in DISTRICT_BODIES:
        name, area, places = DISTRICT_BODIES[slug][0], DISTRICTS[slug], PLACES[slug]
        number = 3 + list(DISTRICTS).index(slug)
        facts = {f"校{n}": school for n, school in enumerate(places[:8], 1)}
        facts |= {f"路{n}": road for n, road in enumerate(places[8:], 1)}
        return {**facts, "局": name, "区": area, "话": f"0000-8000{number}200"}
    every = [*SCHOOLS, *UNIT_BODIES]
    name = (SCHOOLS.get(slug) or UNIT_BODIES[slug])[0]
    return {"局": name, "区": name[:3], "话": f"0000-80007{every.index(slug):02d}0"}


def _add(city: City, parent: Organization | None, slug: str, **values: object) -> Organization:
    node = Organization(slug=slug, parent=parent, path=f"-{slug}", **values)
    node.save()
    node.path = f"{parent.path if parent else ''}{node.pk:06d}"
    node.body = parent.body if node.is_section and parent else node
    node.save(update_fields=["path", "body"])
    city.organizations[slug] = node
    return node


def _contact(slug: str, address: str) -> dict[str, object]:
    telephone = facts_of(slug)["话"]
    return {
        "address": address, "postcode": "000000", "telephone": telephone, "fax": f"{telephone[:-1]}9",
        "email": f"gongkai@{slug}.yunchuan.example",
        "office_hours": "工作日 9:00—11:30，13:30—17:00（法定节假日除外）",
        "office_name": "办公室（政务公开）", "duties": DUTIES,
    }  # fmt: skip


def _site(number: int) -> dict[str, object]:
    return {
        "has_site": True, "site_code": f"00000000{number:02d}", "icp_number": f"样例ICP备000000{number:02d}号",
        "police_number": f"样例公网安备000000000000{number:02d}号",
    }  # fmt: skip


def _commission(city: City) -> None:
    slug, name, short, codes, index_code, address = COMMISSION
    body = _add(
        city, None, slug, kind=Kind.CITY, name=name, short_name=short, number_codes=list(codes),
        index_code=index_code, head_name="顾长宁", **_contact(slug, address), **_site(1),
    )  # fmt: skip
    for position, (code, section) in enumerate(CITY_SECTIONS.items(), 1):
        _add(city, body, f"{slug}-{code}", kind=Kind.SECTION, name=section, position=position)


def _district(city: City, slug: str, position: int) -> None:
    name, short, codes, index_code, address = DISTRICT_BODIES[slug]
    head = next(p.name for p in PEOPLE if p.posts[0].place == slug and p.posts[0].role == "leader")
    body = _add(
        city, city.organizations[CITY], slug, kind=Kind.DISTRICT, name=name, short_name=short, position=position,
        number_codes=list(codes), index_code=index_code, head_name=head, **_contact(slug, address),
        **_site(position + 1),
    )  # fmt: skip
    for place, (code, section) in enumerate(DISTRICT_SECTION_NAMES.items(), 1):
        _add(city, body, f"{slug}-{code}", kind=Kind.SECTION, name=section, position=place)


def _school(city: City, slug: str, name: str, code: str, above: str, position: int) -> None:
    contact = _contact(slug, f"{name}校务办公室")
    contact |= {"office_name": "校务办公室", "duties": "实施教育教学，管理学生和教职工，依法公开办学信息。"}
    if slug in UNIT_BODIES:
        contact |= {
            "address": "云川市文津路8号后楼",
            "office_name": "综合部",
            "duties": "承担市教育局交办的公共服务。",
        }
    _add(
        city, city.organizations[above], slug, kind=Kind.UNIT if slug in UNIT_BODIES else Kind.SCHOOL, name=name,
        short_name=code, position=position, number_codes=[code], index_code=f"YC06{position:02d}000",
        reviewed_by_parent=True, **contact,
    )  # fmt: skip


def _topics(city: City) -> None:
    for place, ((code, name), children) in enumerate(TOPICS.items(), 1):
        top = Topic.objects.create(code=code, name=name, position=place)
        city.topics[code] = top
        for below, (child, child_name) in enumerate(children, 1):
            city.topics[child] = Topic.objects.create(code=child, name=child_name, parent=top, position=below)


def _columns(city: City, body: Organization) -> None:
    for place, (slug, name, holds, notices, fresh, basis) in enumerate(COLUMNS, 1):
        city.columns[body.slug, slug] = Column.objects.create(
            organization=body, slug=slug, name=name, description=holds, basis=law.cite(basis), fresh_days=fresh, position=place,
            shows=Column.Shows.NOTICES if notices else Column.Shows.DOCUMENTS,
        )  # fmt: skip


def _people(city: City, since: dt.date) -> None:
    hashed = make_password(PASSWORD)  # hashed once for all: the same word, and argon2 is slow on purpose
    phone = 80008000
    for person in PEOPLE:
        posts = [p for p in person.posts if p.place in city.organizations]
        if not posts:
            continue
        phone += 1
        user = User.objects.create(
            username=person.username, name=person.name, password=hashed, phone=f"0000-{phone}",
            email=f"{person.username}@edu.example", password_changed_at=moment.now(), date_joined=moment.now(),
        )  # fmt: skip
        city.users[person.username] = user
        Membership.objects.bulk_create(
            Membership(
                user=user, organization=city.organizations[p.place], role=p.role, valid_from=since,
                scope="subtree" if p.subtree else "own",
            )
            for p in posts
        )  # fmt: skip
