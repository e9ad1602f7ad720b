"""Bulletins as websites publish them: a text put into a page with menus, buttons, lists of other pages and a footer, into MHTML, into Markdown."""

import html
import quopri
import re

MENU = ["首页", "政务公开", "政务服务", "互动交流", "走进平武", "数据开放"]
OTHERS = [
    ("我县召开东西部协作联席会议,签约项目12个", "2019-03-01"),
    ("省委常委来我县调研对口支援工作", "2019-02-27"),
    ("衢江区援建的平武产业园投入使用,总投资9900万元", "2019-02-26"),
    ("我县转移就业7700人", "2019-02-25"),
]
ADDRESS = "http://www.pingwu.gov.cn/zwgk/dwbf/201902/t20190228_1024.html"
STATED = {"title": "页面标题", "source": "平武县扶贫开发局", "publisher": "平武县人民政府", "published": "2019-02-28", "url": ADDRESS}
"""What the head of ``to_html`` says of the page."""

_HEAD = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}" />
<meta http-equiv="X-UA-Compatible" content="IE=EmulateIE7" />
<title>页面标题_平武县人民政府</title>
<meta name="SiteName" content="平武县人民政府" />
<meta name="SiteDomain" content="www.pingwu.gov.cn" />
<meta name="SiteIDCode" content="5107270001" />
<meta name="ColumnName" content="对口帮扶" />
<meta name="ColumnType" content="工作动态" />
<meta name="ArticleTitle" content="页面标题" />
<meta name="PubDate" content="2019-02-28 14:50" />
<meta name="ContentSource" content="平武县扶贫开发局" />
<meta name="Url" content="{address}" />
<script type="text/javascript">var _hmt = _hmt || []; document.write("<div>投入8800万元。</div>");</script>
<style>.nav li {{ float: left }} /* 投入8800万元。 */</style>
</head>
"""


def to_html(text: str, *, charset: str = "utf-8") -> str:
    """The page of a county's site with the lines of a text as its paragraphs."""
    menu = "\n".join(f'    <li><a href="/col{number}/" target="_blank">{word}</a></li>' for number, word in enumerate(MENU))
    others = "\n".join(f'  <li><span>{day}</span><a href="./t{number}.html">{title}</a></li>' for number, (title, day) in enumerate(OTHERS))
    return f"""{_HEAD.format(charset=charset, address=ADDRESS)}<body onload="init()">
<!-- header begin: 投入8800万元。 -->
<div class="wrap">
<div class="top"><a href="javascript:void(0)" onclick="SetHome(this)">设为首页</a> | <a href="#">加入收藏</a> | <a href="/en/">English</a></div>
  <div class="nav"><ul>
{menu}
  </ul></div>
  <form action="/search"><input type="text" value="请输入8800" /><select><option>全部</option><option>8800万元</option></select></form>
  <div class="dqwz">当前位置：<a href="/">首页</a> &gt; <a href="/zwgk/">政务公开</a> &gt; <a href="/dwbf/">对口帮扶</a></div>
</div>
<div class="article"><!--ContentStart-->
<div class="TRS_Editor"><style type="text/css">.TRS_Editor P{{line-height:2}}</style>
{_paragraphs(text)}
</div><!--ContentEnd-->
<div id="div_div" style="display:none">&nbsp;投入8800万元。</div>
<div class="bdsharebuttonbox"><a href="#" class="bds_more">分享到：</a><a href="#" title="分享到微信">微信</a><a href="#">新浪微博</a></div>
</div>
<div class="xgwz"><h3>相关文章</h3><ul>
{others}
</ul></div>
<div class="footer">
<p><a href="/map/">网站地图</a>&nbsp;|&nbsp;<a href="/about/">关于我们</a>&nbsp;|&nbsp;<a href="/contact/">联系我们</a></p>
<p>主办：平武县人民政府办公室&nbsp;&nbsp;承办：平武县政务服务中心</p>
<p>蜀ICP备05000000号&nbsp;&nbsp;川公网安备 51072702000001号&nbsp;&nbsp;网站标识码：5107270001</p>
<p>声明：本网站所刊登的信息，未经授权不得转载。建议使用1920×1080分辨率浏览。</p>
</div>
</body>
</html>
"""


def _paragraphs(text: str) -> str:
    """The lines as an editor leaves them: indented, with a span around each number, the first characters in bold, a tag within a word."""
    paragraphs = []
    for line in text.splitlines():
        if not line.strip():
            continue
        marked = "".join(_marked(part) for part in re.split(r"(\d+(?:\.\d+)?)", html.unescape(line.strip())))
        paragraphs.append(f'<p style="text-indent: 2em" align="justify">&nbsp;&nbsp;&nbsp;&nbsp;{marked}</p>')
    return "\n".join(paragraphs)


def _marked(part: str) -> str:
    if part[:1].isdigit():
        return f'<span lang="EN-US" style="font-family: 宋体">{part}</span>'
    words = html.escape(part, quote=False).replace("“", "&ldquo;").replace("”", "&rdquo;")
    return f"{words[0]}<b>{words[1]}</b>{words[2:]}" if len(words) > 4 and "&" not in words[:3] else words


def to_mhtml(text: str, *, charset: str = "utf-8") -> bytes:
    """The same page as a browser saves it, in quoted-printable, with a picture beside it."""
    boundary = "----MultipartBoundary--pages----"
    head = f"""From: <Saved by Blink>
Snapshot-Content-Location: {ADDRESS}
Subject: =?utf-8?Q?=E9=A1=B5=E9=9D=A2?=
Date: Thu, 28 Feb 2019 15:00:00 -0000
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="{boundary}"


--{boundary}
Content-Type: text/html
Content-ID: <frame-1@mhtml.blink>
Content-Transfer-Encoding: quoted-printable
Content-Location: {ADDRESS}

"""
    picture = f"""
--{boundary}
Content-Type: image/png
Content-Transfer-Encoding: base64
Content-Location: http://www.pingwu.gov.cn/images/logo.png

iVBORw0KGgo=

--{boundary}--
"""
    parts = (head.encode(), quopri.encodestring(to_html(text, charset=charset).encode(charset, "xmlcharrefreplace")), picture.encode())
    return b"".join(part.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n") for part in parts)


def to_markdown(text: str) -> str:
    """The text as a converter of pages leaves it: a head, a menu of links, bold words, headings, a picture, a list of other pages."""
    lines = [line.strip() for line in html.unescape(text).splitlines() if line.strip()]
    marked = [re.sub(r"^([一二三四五六七八九十]、.{2,})$", r"## \1", line) if len(line) < 40 else _emphasized(line) for line in lines]
    head = f"---\ntitle: 页面标题\nsource: 平武县扶贫开发局\ndate: 2019-02-28\nurl: {ADDRESS}\n---\n\n"
    menu = "\n".join(f"*   [{word}](/col{number}/)" for number, word in enumerate(MENU))
    others = "\n".join(f"*   [{title}](./t{number}.html) {day}" for number, (title, day) in enumerate(OTHERS))
    return f"{head}{menu}\n\n![logo](/images/logo.png)\n\n" + "\n\n".join(marked) + f"\n\n### 相关文章\n\n{others}\n"


def _emphasized(line: str) -> str:
    return re.sub(r"(\d+(?:\.\d+)?)(?=[万亿元名个])", r"**\1**", line)
