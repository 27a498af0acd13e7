"""zuofeng password: what staff paste into the login page of the Prefect UI."""

from cli.options import HomeOption, open_home, out
from services.stack.login import server_login


def password(home: HomeOption = None) -> None:
    """显示界面的登录口令，整行粘贴到登录框。删除口令文件、重新启动即换新口令。"""
    out.print(server_login(open_home(home)), markup=False, highlight=False, soft_wrap=True)
