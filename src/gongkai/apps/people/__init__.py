"""个人信息. Duties come in through the gate and hand in `Details`."""

ENTRIES = {"gate", "details"}
