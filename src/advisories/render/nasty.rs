//! Markdown as nobody writes it who wants to be read: what a parser, a sanitiser or a browser could choke on. For the tests of
//! the renderer, for `script/bench render` and as a list of what was thought of.
#![expect(clippy::arithmetic_side_effects, reason = "sizes of our own making")]

/// A name, and a text of about so many bytes.
pub type Corpus = (String, String);

/// All of them, of about this size in bytes.
pub fn all(size: usize) -> Vec<Corpus> {
    let mut found: Vec<Corpus> = REPEATED.iter().map(|piece| (name(piece), fill(piece, size))).collect();
    found.extend(SPECIAL.iter().map(|(name, make)| ((*name).to_owned(), make(size))));
    found
}

/// Pieces that are repeated to the end.
#[rustfmt::skip]
const REPEATED: &[&str] = &[
    // Containers on one line, and lines that open, close or continue them.
    "> ", ">", "- ", "* ", "+ ", "1. ", "1) ", ">- ", "> 1. ", "-\t", "- > + 1. ", "> a\n", ">\n", "> a\n\n", "- a\n", "- a\n\n", "-\n",
    "- a\n+ a\n", "1. a\n", "1)\n", "- [ ] a\n", "> > > > a\nb\n", "> ```\n", "- ```\n",
    // Emphasis that opens and never closes, or closes everywhere.
    "*a ", "**a ", "*a **a ", "_a __a ", "*a _b ", "a**b c* ", "*", "_", "~~a ", "~a~ ", "*a*", "**a**", "***a** b* ", "a*", "*\u{a0}", "*_", "~", "a_b_",
    // Brackets.
    "[", "]", "![", "[]", "[a](", "](", "[](", "[a](<", "[a](b \"", "[a][", "[a]", "[][", "![a](", "[a](b", "[[a](https://a.example)", "[a](\\", "[a]((",
    "![[]()", "[\\[", "[a](https://a.example)", "[](https://a.example)", "[a](javascript:b)", "[a]: ", "[a]:", "[a]: b\n", "[a]: <b\n", "[a]: b \"\n",
    "[^a]", "[^a]: b\n", "[^a]:", "[a]\n: ",
    // Code.
    "`", "` ", "``a` ", "`a`", "`\n", "```\n", "~~~\n", "```a\n\n", "    a\n\n", "\ta\n", "`\\", "<`",
    // Tables.
    "|", "|a", "|-", "| | |\n", "|a|\n|-|\n", "|a|\n|-|\n\n", "a|b\n", "|-|\n", "\\|", "|`|`", "a\n-|-\n", "-|",
    // Entities and escapes.
    "&", "&amp;", "&#", "&#0;", "&#x41;", "&#9999999;", "&CounterClockwiseContourIntegral;", "&a", "&lt;", "\"", "<", ">a", "\\", "\\\\\n", "\\*", "\\a",
    // Addresses in angle brackets.
    "<https://a.example>", "<https:", "<a@b.example>", "<a@", "<a:", "<a.b", "https://a.example ",
    // Raw HTML.
    "<a", "<a ", "<a>", "</a>", "</", "<a b=c ", "<a b='", "<a b=\"", "<a b='c' ", "<div>\n", "<div>\n\n", "<pre>\n", "<script>\n\n", "</div>\n\na\n\n", "<!--", "<!-- a -->",
    "<!-", "<![CDATA[", "<![CDATA[]]", "<?", "<? ?", "<!A", "<!A ", "]]>", "-->", "<x\n", "a <!-- b\n", "a <? b\n", "a <!A b\n", "a <![CDATA[ b\n", "<a/", "<a\n",
    // Headings and rules.
    "#", "# ", "# a\n", "###### a\n", "# a #", "a\n=\n", "a\n-\n", "=\n", "a\n===\n\n", "---\n", "* * *\n", "- - ", "_ _ ", "_\n", "***\n\n", "# \n",
    // Lines and letters.
    "a", "a ", "a\n", "a\n\n", "a  \n", "\n", " \n", "\t", "\t\n", " ", "\r", "\r\n", "a\r\n\r\n", "\0", "a\0\n", "é", "\u{a0}", "«", "a\u{a0}", "\u{202e}", "\u{202e}a\u{2066}b ", "\u{feff}", "😀", "\u{300}",
    "\u{2028}", "\u{b}", "\u{c}", "{", "{#a}", "$a$", "^a^", "+++\n", "---\na\n---\n", ":::\n", "a\n: b\n\n", "'", "...", "--",
];

type Make = fn(usize) -> String;

/// Those that are made with more care.
const SPECIAL: &[(&str, Make)] = &[
    ("quotes, each line one deeper", |size| lines(size, |n| "> ".repeat(n) + "a\n")),
    ("lists, each line one deeper", |size| lines(size, |n| "  ".repeat(n) + "- a\n")),
    ("numbers, each line one deeper", |size| lines(size, |n| "   ".repeat(n) + "1. a\n")),
    ("lists, sixteen more on each line, then empty lines", |size| deep(size / 2) + &fill("\n", size / 2)),
    ("lists, sixteen more on each line, then short lines", |size| deep(size / 2) + &fill("a\n", size / 2)),
    ("lists, sixteen more on each line, then paragraphs", |size| deep(size / 2) + &fill("a\n\n", size / 2)),
    ("lists, a few on each line, then empty lines", |size| few(60, size / 100) + &fill("\n", size - size / 100)),
    ("lists as deep as text, then spaces and paragraphs", |size| few(20, 2_000) + &fill(&(" ".repeat(110) + "a\n\n"), size.saturating_sub(2_000))),
    ("lists, deep, then short items", |size| few(60, size / 100) + &fill("* a\n", size - size / 100)),
    ("a quote, then lines that go on without it", |size| "> ".repeat(16) + "a\n" + &fill("b\n", size)),
    ("a list with quotes and empty lines", |size| fill("- > - > - > - > - > - > - > - > a\n\n", size)),
    ("definitions by the ten thousand", |size| lines(size, |n| format!("[{n}]: https://a.example/{n}\n"))),
    ("definitions and what refers to them", |size| {
        lines(size / 2, |n| format!("[{n}]: https://a.example/{n}\n")) + "\n" + &lines(size / 2, |n| format!("[a][{n}] [{n}]\n"))
    }),
    ("one long definition, referred to often", |size| format!("[a]: https://a.example/{}\n\n", "b".repeat(size / 2)) + &fill("[a] ", size / 2)),
    ("one long host, referred to often", |size| format!("[a]: https://{}\n\n", "b".repeat(size / 20)) + &fill("[a] ", size)),
    ("definitions with the same label", |size| fill("[a]: https://a.example/ 'b'\n", size)),
    ("long labels", |size| fill(&format!("[{}]", "a".repeat(998)), size)),
    ("long labels of capital letters", |size| fill(&format!("[{}][{}] ", "É".repeat(400), "ẞ ".repeat(300)), size)),
    ("a definition without an end", |size| "[a]: https://a.example '".to_owned() + &fill("b\n", size)),
    ("definitions without an end", |size| fill("[a]: b '\n\n", size)),
    ("stars before and after", |size| "*".repeat(size / 2) + "a" + &"*".repeat(size / 2)),
    ("underlines before and after", |size| "_".repeat(size / 2) + "a" + &"_".repeat(size / 2)),
    ("emphasis in emphasis", |size| fill("*a _b ", size / 2) + &fill("c_ d* ", size / 2)),
    ("emphasis and strong in another", |size| fill("*a **b ", size / 2) + &fill("c** d* ", size / 2)),
    ("struck out in emphasis", |size| fill("~~a *b ", size / 2) + &fill("c* d~~ ", size / 2)),
    ("brackets in brackets", |size| "[".repeat(size / 2) + "a" + &"]".repeat(size / 2)),
    ("pictures in pictures", |size| "![".repeat(size / 16) + "a" + &"](https://a.ex)".repeat(size / 16)),
    ("links in brackets", |size| "[".repeat(size / 2) + &fill("[a](https://a.example)", size / 2)),
    ("parentheses in an address", |size| fill(&format!("[a]({}", "(".repeat(40)), size)),
    ("backticks of different lengths", |size| lines(size, |n| "`".repeat(n) + " ")),
    ("backticks of different lengths, falling", |size| {
        let most = isqrt(size.saturating_mul(2));
        (1..most).rev().map(|n| "`".repeat(n) + "a").collect()
    }),
    ("a table of many columns", |size| format!("{}\n{}\n{}", fill("|a", size / 4), fill("|-", size / 4), fill("|\n", size / 2))),
    ("a table of 10,000 columns", |size| format!("{}\n{}\n{}", "|a".repeat(10_000), "|-".repeat(10_000), fill("|\n", size))),
    ("a table of 60 columns and empty rows", |size| format!("{}\n{}\n{}", "|a".repeat(60), "|-".repeat(60), fill("|\n", size))),
    ("a table of 60 columns and full rows", |size| format!("{}\n{}\n{}", "|a".repeat(60), "|-".repeat(60), fill(&("|a".repeat(60) + "\n"), size))),
    ("a table of many rows", |size| "|a|b|\n|-|-|\n".to_owned() + &fill("|c|d|\n", size)),
    ("a table with links", |size| "|a|b|\n|-|-|\n".to_owned() + &fill("|[c](https://a.example)|*d*|\n", size)),
    ("tables in quotes", |size| fill("> > > |a|\n> > > |-|\n> > > |b|\n\n", size)),
    ("a comment without an end, then paragraphs", |size| "<!--\n\n".to_owned() + &fill("a\n\n", size)),
    ("paragraphs that open comments", |size| fill("a <!--\n\n", size)),
    ("paragraphs that open instructions", |size| fill("a <? b <!C d <![CDATA[\n\n", size)),
    ("ampersands, then a long word", |size| fill("&", size / 6) + &fill("a", size - size / 6)),
    ("hard spaces, then a long word", |size| fill("\u{a0}", size / 4) + &fill("a", size - size / 4)),
    ("an address with many ampersands", |size| format!("[a](https://a.example/?{}{})", fill("&", size / 6), fill("a", size - size / 6))),
    ("a fence without an end", |size| "```\n".to_owned() + &fill("a\n", size)),
    ("fences that grow", |size| lines(size, |n| "`".repeat(n) + "\n")),
    ("fences in lists", |size| fill("- ```\n  a\n", size)),
    ("a heading at the end of a long paragraph", |size| fill("a\n", size) + "==="),
    ("links that mean nothing", |size| fill("<b@c.d> <https://e.f/> [g](mailto:h@i.j) ", size)),
    ("a little of everything", |size| REPEATED.concat().repeat(size / REPEATED.concat().len() + 1)),
    ("a little of everything, backwards", |size| fill(&REPEATED.iter().rev().copied().collect::<String>(), size)),
];

fn name(piece: &str) -> String {
    format!("{piece:?}")
}

fn fill(piece: &str, size: usize) -> String {
    piece.repeat(size / piece.len())
}

fn lines(size: usize, line: impl Fn(usize) -> String) -> String {
    let mut out = String::with_capacity(size);
    for next in (1..).map(line) {
        if out.len() + next.len() > size {
            break;
        }
        out.push_str(&next);
    }
    out
}

/// Lists that are opened sixteen a line, each line within those of the line before.
fn deep(size: usize) -> String {
    lines(size, |n| " ".repeat((n - 1) * 32) + &"- ".repeat(16) + "a\n")
}

/// The same, to no more than so many lists.
fn few(most: usize, size: usize) -> String {
    deep(size).lines().take(most / 16 + 1).map(|l| l.to_owned() + "\n").collect()
}

fn isqrt(n: usize) -> usize {
    (1..=n).find(|root| root * root > n).unwrap_or(1)
}
