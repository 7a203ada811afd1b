"""机构、人员、岗位: the tree of bodies, the people, and who may do what where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_backends
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.crypto import salted_hmac

from gongkai.apps.organizations.names import fold_account, same_name

KEY = 80


INDEX_SCHEMES = [
    ("national", "机构代码/年份-流水号"),
    ("uscc", "统一社会信用代码/年月-流水号"),
    ("shanghai", "SY码"),
]


class Kind(models.TextChoices):
    """What a node of the tree is."""

    PROVINCE = "province", "省级教育部门"
    CITY = "city", "市级教育部门"
    DISTRICT = "district", "区级教育部门"
    UNIT = "unit", "直属单位"
    SCHOOL = "school", "学校"
    SECTION = "section", "科室"


class Organization(models.Model):
    """A body (机关、单位、学校) or one of its sections (科室).

    `body` is the nearest body at or above: itself, unless it is a section. `path` is the chain of ids from the
    root, six digits a step, so a subtree is one range of the index.
    """

    kind = models.CharField("类别", max_length=10, choices=Kind.choices)
    name = models.CharField("名称", max_length=80)
    short_name = models.CharField("简称", max_length=30, blank=True)
    slug = models.SlugField("网址名", max_length=40, unique=True)
    # the two names reduced to what tells units apart (names.py), kept by `save`
    name_key = models.CharField(max_length=KEY, default="", editable=False, db_index=True)
    short_key = models.CharField(max_length=KEY, default="", editable=False, db_index=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级"
    )
    body = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", verbose_name="所属机关")
    path = models.CharField(max_length=60, unique=True)
    position = models.PositiveIntegerField("顺序", default=0)
    # Which local levels of law bind the body, besides the national one: e.g. ["city:yunchuan"]
    law_levels = models.JSONField("适用的本级规定", default=list, blank=True)
    # 公文: issuing codes (发文代字) and the pattern of the index number (索引号)
    number_codes = models.JSONField("发文代字", default=list, blank=True)
    index_scheme = models.CharField(
        "索引号规则",
        max_length=20,
        default="national",
        choices=INDEX_SCHEMES,
    )
    index_code = models.CharField("机构代码", max_length=20, blank=True)
    reviewed_by_parent = models.BooleanField("由上级复核公开", default=False)
    # 指南: what the guide page must say
    office_name = models.CharField("信息公开工作机构", max_length=80, blank=True)
    head_name = models.CharField("负责人", max_length=40, blank=True)
    address = models.CharField("办公地址", max_length=160, blank=True)
    postcode = models.CharField("邮政编码", max_length=10, blank=True)
    office_hours = models.CharField("办公时间", max_length=160, blank=True)
    telephone = models.CharField("联系电话", max_length=60, blank=True)
    fax = models.CharField("传真", max_length=60, blank=True)
    email = models.EmailField("电子邮箱", blank=True)
    duties = models.TextField("主要职能", blank=True)
    # 网站: address and the items of the footer (国办发〔2017〕47号)
    has_site = models.BooleanField("有公开站点", default=False)
    host = models.CharField("域名", max_length=120, blank=True)
    site_code = models.CharField("网站标识码", max_length=20, blank=True)
    icp_number = models.CharField("ICP备案号", max_length=40, blank=True)
    police_number = models.CharField("公安机关备案号", max_length=40, blank=True)
    closed_on = models.DateField("撤并日期", null=True, blank=True)

    objects: models.Manager[Organization] = models.Manager()

    class Meta:
        verbose_name = verbose_name_plural = "机构"
        ordering = ["path"]
        indexes = [models.Index(fields=["parent", "position"], name="org_children")]
        constraints = [
            models.UniqueConstraint(fields=["host"], condition=~Q(host=""), name="org_host_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With the keys under which its names are found."""
        self.name_key, self.short_key = same_name(self.name)[:KEY], same_name(self.short_name)[:KEY]
        fields = kwargs.get("update_fields")
        if fields is not None and {"name", "short_name"} & set(fields):
            kwargs["update_fields"] = {*fields, "name_key", "short_key"}
        super().save(*args, **kwargs)

    @property
    def is_section(self) -> bool:
        """A 科室 is part of a body and has no site, number or guide of its own."""
        return self.kind == Kind.SECTION


class Alias(models.Model):
    """Another spelling of the same unit (区智慧教育与考试中心 / 区智慧教育和考试中心)."""

    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="aliases", verbose_name="机构"
    )
    name = models.CharField("别名", max_length=80, unique=True)
    key = models.CharField(max_length=KEY, default="", editable=False, db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "机构别名"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """With the key under which it is found."""
        self.key = same_name(self.name)[:KEY]
        super().save(*args, **kwargs)


class User(AbstractUser):
    """A member of staff. Citizens never have a row here. No superuser exists after set-up."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=40)
    phone = models.CharField("联系电话", max_length=40, blank=True)
    totp_secret = models.CharField(
        max_length=200, blank=True
    )  # a token of gongkai.crypt; see actions/codes.py
    totp_last_step = models.BigIntegerField(default=0)  # a code works once
    password_changed_at = models.DateTimeField(null=True, blank=True)
    must_change_password = models.BooleanField("首次登录须改密码", default=False)
    session_epoch = models.PositiveIntegerField(default=0)  # raised to end every session of the account

    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        constraints = [models.UniqueConstraint(Upper("username"), name="user_name_once")]

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """The folded form, whatever way an account is made."""
        return fold_account(username)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """A session stands as long as password and epoch do; Django's own looks at the password alone."""
        salt = "gongkai.apps.organizations.models.User.session"
        value = f"{self.password}:{self.session_epoch}"
        return salted_hmac(salt, value, secret=secret, algorithm="sha256").hexdigest()

    def __str__(self) -> str:
        return self.name or self.username

    def get_full_name(self) -> str:
        """The person's name, as the ledger and Wagtail show it."""
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.name or self.username

    # Django answers “yes” to everything for a superuser before any backend is asked; here posts alone count.
    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Whether a backend, that is the posts held today, gives the permission."""
        return any(
            backend.has_perm(self, perm, obj=obj)
            for backend in get_backends()
            if hasattr(backend, "has_perm")
        )

    def has_perms(self, perm_list: Iterable[str], obj: Any = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perm_list)

    def has_module_perms(self, app_label: str) -> bool:
        return False


class Role(models.TextChoices):
    """Posts. What each may do stands in `permissions.py`."""

    INFORMANT = "informant", "信息员"
    SECTION_HEAD = "section_head", "科室负责人"
    OFFICE = "office", "办公室审核"
    SECRECY = "secrecy", "保密审查"
    LEADER = "leader", "局领导"
    HANDLER = "handler", "信访/依申请承办"
    EVALUATOR = "evaluator", "评议专家"
    ADMIN = "admin", "系统管理员"
    AUDITOR = "auditor", "审计员"


class Scope(models.TextChoices):
    """How far a post reaches."""

    OWN = "own", "本单位"
    SUBTREE = "subtree", "本单位及下级"


class Membership(models.Model):
    """A post: this person, at this body or section, in this role, from then till then."""

    user = models.ForeignKey(User, models.CASCADE, related_name="memberships", verbose_name="人员")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="memberships", verbose_name="单位或科室"
    )
    role = models.CharField("岗位", max_length=14, choices=Role.choices)
    scope = models.CharField("范围", max_length=8, choices=Scope.choices, default=Scope.OWN)
    valid_from = models.DateField("起", default=dt.date.today)
    valid_to = models.DateField("止", null=True, blank=True)
    # ended before its last day was over: from that moment on it holds no more, and the days it did hold stay true
    ended_at = models.DateTimeField("结束时间", null=True, blank=True)
    granted_by = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="授予人"
    )

    class Meta:
        verbose_name = verbose_name_plural = "岗位"
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")), name="membership_dates"
            ),
            models.UniqueConstraint(
                fields=["user", "organization", "role"],
                condition=Q(valid_to__isnull=True),
                name="membership_once",
            ),
        ]
        indexes = [models.Index(fields=["organization", "role"], name="membership_holders")]

    def __str__(self) -> str:
        return f"{self.user} {self.organization} {self.get_role_display()}"


class Handover(models.Model):
    """移交: all duties of one person given to another in one act."""

    from_user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="移交人")
    to_user = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="接收人")
    at = models.DateTimeField("时间")
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="经办人")
    reason = models.CharField("事由", max_length=200)
    items = models.JSONField("移交清单", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "移交"
        constraints = [
            models.CheckConstraint(condition=~Q(from_user=F("to_user")), name="handover_two_people")
        ]


class Proposal(models.Model):
    """待复核: an act of an administrator that holds only when a second person has confirmed it.

    kind: which act, see `actions/proposals.py`. place: at whose body it is done and confirmed. payload: what the act needs,
    in plain values. summary: the act in one sentence, as it was asked for.
    """

    class State(models.TextChoices):
        WAITING = "waiting", "待确认"
        CONFIRMED = "confirmed", "已确认"
        REFUSED = "refused", "不同意"
        WITHDRAWN = "withdrawn", "已撤回"

    kind = models.CharField("事项", max_length=30)
    place = models.ForeignKey(Organization, models.PROTECT, related_name="proposals", verbose_name="单位")
    person = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name="人员"
    )
    summary = models.CharField("内容", max_length=500)
    payload = models.JSONField(default=dict)
    asked_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name="提出人")
    asked_at = models.DateTimeField("提出时间")
    state = models.CharField("状态", max_length=10, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="确认人"
    )
    decided_at = models.DateTimeField("确认时间", null=True, blank=True)
    opinion = models.CharField("意见", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "待复核事项"
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "place", "id"], name="proposal_waiting")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="withdrawn") | ~Q(decided_by=F("asked_by")) | Q(decided_by__isnull=True),
                name="proposal_two_people",
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="waiting") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="proposal_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(person__isnull=True) | ~Q(decided_by=F("person")),
                name="proposal_not_own",
            ),
        ]

    def __str__(self) -> str:
        return self.summary


class LoginFailure(models.Model):
    """Failed sign-ins of one account or one address, for the lockout. Holds no password and no name typed wrong."""

    key = models.CharField(max_length=80, unique=True)
    count = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)
    last_at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "登录失败"
