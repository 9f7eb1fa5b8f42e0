/** A text that has broken programs, what is said to it as a `Line`, and what as a `Text`; accepted when nothing is. */
export interface NaughtyString {
  readonly what: string;
  readonly text: string;
  readonly asLine?: string;
  readonly asText?: string;
}

const accepted = (texts: Readonly<Record<string, string>>): NaughtyString[] =>
  Object.entries(texts).map(([what, text]) => ({ what, text }));

const refused = (rule: string, texts: Readonly<Record<string, string>>): NaughtyString[] =>
  Object.entries(texts).map(([what, text]) => ({ what, text, asLine: rule, asText: rule }));

const manyLines = (texts: Readonly<Record<string, string>>): NaughtyString[] =>
  Object.entries(texts).map(([what, text]) => ({ what, text, asLine: 'INPUT_LINE_BREAK' }));

const combining = (count: number) =>
  Array.from({ length: count }, (_, n) => String.fromCharCode(0x300 + (n % 0x50))).join('');

/** Texts of many kinds that people, programs and attackers send. Written for Wavebook. */
export const naughtyStrings: readonly NaughtyString[] = [
  ...accepted({
    'letters of the north': 'Blåbærsyltetøy på Ærø, Öland och Þingvellir',
    'letters in two parts': 'Blåbærgrød på Åland',
    'the sign of the ångström': '\u212b \u2126 \u212a',
    'Hangul in parts': '\u1112\u1161\u11ab\u1100\u1173\u11af',
    ligatures: 'ﬁnansiering af ﬂåder ǆ ŉ',
    'width variants': 'ＰＩＬＯＴ ﾊﾟｲﾛｯﾄ',
    'capitals that grow': 'STRASSE straße İstanbul ıspanak ǅ',
    'right to left': 'مرحبا بالعالم שלום עולם',
    'both directions at once': 'bølge موجة 12 גל våg',
    'overrides of direction': '\u202egnp.ild\u202c \u2066isolated\u2069 \u061c\u200f',
    Devanagari: 'क्षेत्रीय विद्यालय',
    Thai: 'โรงเรียนทดลองใช้',
    'Han beyond the first plane': '𠜎𠜱𠝹 㐀 𪛖',
    Mongolian: 'ᠮᠣᠩᠭᠣᠯ\u180e',
    'a long word': 'ﷺ﷽',
    'a family': '👨\u200d👩\u200d👧\u200d👦 og 👩🏽\u200d💻',
    'a flag in parts': '🇳🇴🇩🇰🇸🇪 🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
    'an emoji with a variation': '❤\ufe0f ☎\ufe0e 1\ufe0f\u20e3',
    'half a keycap': '\ufe0f\u20e3',
    zalgo: `W${combining(12)}a${combining(12)}v${combining(12)}e`,
    'a hundred marks on one letter': `a${'\u0327\u0301'.repeat(50)}`,
    'marks without a letter': '\u0301\u0301x',
    'a tower of joiners': `x${'\u200d\u200c'.repeat(40)}`,
    'spaces of every width': '\u2003pilot\u2009\u202f\u3000pilot\u00a0',
    'spaces around': '  pilot  ',
    'a byte order mark in front': '\ufeffpilot',
    'a byte order mark within': 'pi\ufefflot',
    noncharacters: '\uffff \ufffe \ufdd0 \u{1ffff} \u{10ffff}',
    'the character for lost ones': '\ufffd',
    'private use': '\ue000\uf8ff \u{f0000}',
    'soft hyphens': 'op\u00adlæ\u00adrings\u00adplan',
    'control characters': '\u0001\u0002\u0007\u0008\u000b\u000c\u000e\u001b\u007f',
    'C1 controls': '\u0080\u0084\u0085\u009f',
    'colours for a terminal': '\u001b[31mrød\u001b[0m \u001b]0;title\u0007',
    tabs: 'a\tb\tc',
    'a closing quote of SQL': "'; DROP TABLE programme; --",
    'SQL that is always true': '" OR ""="" OR 1=1 /*',
    'patterns of SQL': '%_\\%[a-z]^',
    Bobby: "Robert'); DELETE FROM ledger; SELECT ('",
    'a script': '<script>alert("wave")</script>',
    'an attribute': '"><img src=x onerror=alert(1)>',
    'an SVG': '<svg/onload=alert(1)>&#x41;&lt;&amp;amp;',
    'the end of a comment': '--> ]]> */ ?> %>',
    'JSON in text': '{"__proto__": {"admin": true}, "a": [1,2,]}',
    'broken JSON': '","position":"999","x":"',
    'an escape that is none': '\\u0000 \\x00 \\n \\',
    GraphQL: '") { __typename } #',
    'placeholders of ours': '{name} [ved {unit}] {{programmeId}} ${x} %s %n',
    prototypes: '__proto__ constructor toString',
    'one prototype': '__proto__',
    'a formula': '=HYPERLINK("http://example.org";"x")',
    'another formula': "@SUM(1+1)*cmd|' /C calc'!A0",
    'a path': '../../../../etc/passwd%00.png',
    'a shell': '`reboot`; $(reboot) && reboot | reboot',
    'a format of logs': '${jndi:ldap://example.org/a}',
    numbers: '0x1F 1e309 -0 NaN Infinity 007 9007199254740993',
    'a word that means nothing': 'null',
    'another one': 'undefined',
    'yes or no': 'true',
    'as long as a line may be': 'å'.repeat(200),
  }),
  ...manyLines({
    'two lines': 'one\ntwo',
    'lines of another system': 'one\r\ntwo\rthree',
    'separators of Unicode': 'one\u2028two\u2029three',
    'a header of HTTP': 'x\r\nSet-Cookie: a=b',
  }),
  { what: 'longer than a line', text: 'a'.repeat(201), asLine: 'INPUT_TOO_LONG' },
  { what: 'as long as a text may be', text: 'æ'.repeat(10_000), asLine: 'INPUT_TOO_LONG' },
  { what: 'marks that make it longer than a line', text: `a${'\u0327\u0301'.repeat(150)}`, asLine: 'INPUT_TOO_LONG' },
  ...refused('INPUT_TOO_LONG', { 'longer than a text': 'ø'.repeat(10_001) }),
  ...refused('INPUT_EMPTY', { nothing: '', 'spaces alone': ' \u00a0\u2003\ufeff ' }),
  ...refused('INPUT_NUL', { 'a NUL': 'pi\0lot', 'a NUL in front': '\0', 'a NUL and a line break': 'a\0\nb' }),
  ...refused('INPUT_BROKEN_CHARACTER', {
    'half a character in front': '\ud83d rest',
    'half a character at the end': 'rest \ud83d',
    'the second half alone': 'a\ude00b',
    'two halves in the wrong order': '\ude00\ud83d',
    'two first halves': '\ud83d\ud83d\ude00',
  }),
];
