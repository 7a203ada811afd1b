"""The verbs of requests. Who sees a case does one of these on it; reading documents (VIEW) opens no case."""

READ = "requests.read"  # the whole case
HANDLE = "requests.handle"  # receive, register, ask, draft, deliver
ASSIST = "requests.assist"  # answer what a section is asked (协办), without seeing who applied
EXTEND = "requests.extend"  # agree to a longer limit, waive a fee
REVIEW = "requests.review"  # 法制审核
APPROVE = "requests.approve"  # 签发
