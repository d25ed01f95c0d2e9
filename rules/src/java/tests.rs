use super::regex::Regex;
use super::replacement::Replacement;
use super::time::Zone;
use super::time::joda::Format;
use super::time::pattern::Pattern;

fn error<T>(result: Result<T, super::PatternError>) -> String {
    result.err().map(|error| error.to_string()).unwrap_or_default()
}

#[test]
fn expressions_mean_what_java_means() {
    for (pattern, text, first) in [
        (r"\d+", "a٣12", Some("12")),
        (r"\w+", "é_a1", Some("_a1")),
        (r"[\w.-]+@[\w-]+", "to a.b@c-d!", Some("a.b@c-d")),
        (r"\bab\b", "xab ab", Some("ab")),
        (r"a.b", "a\rb a\nb a-b", Some("a-b")),
        (r"(?s)a.b", "a\nb", Some("a\nb")),
        (r"(?i)ABC", "xabc", Some("abc")),
        (r"\QA.B\E+", "A.BB", Some("A.BB")),
        (r"\x41\u0042\t", "AB\t", Some("AB\t")),
        (r"\0101", "A", Some("A")),
        (r"\cA", "\u{1}", Some("\u{1}")),
        (r"\p{Alpha}+", "é abc", Some("abc")),
        (r"\p{Lu}", "aÉ", Some("É")),
        (r"\p{Punct}+", "a~[!]", Some("~[!]")),
        (r"\p{IsAlphabetic}+", "1é漢_", Some("é漢")),
        (r"\P{IsAlphabetic}+", "é1_", Some("1_")),
        (r"\p{IsLatin}+", "Αéa漢", Some("éa")),
        (r"\p{script=Greek}", "AΑ", Some("Α")),
        (r"[\p{IsHan}\d]+", "a漢1", Some("漢1")),
        (r"\p{IsWhiteSpace}", "a\u{a0}", Some("\u{a0}")),
        (r"\p{IsLatn}\p{sc=GREK}", "aΑ", Some("aΑ")),
        (r"abc\Z", "abcabc", Some("abc")),
        (r"(?m)a\Z", "a\nb", None),
        (r"[a-z&&[^bc]]+", "bcade", Some("ade")),
        (r"[]a]+", "x]a]", Some("]a]")),
        (r"[^]]+", "]ab]", Some("ab")),
        (r"(a)|b", "b", Some("b")),
        (r"x*", "abc", Some("")),
        (r"é{2}", "éé", Some("éé")),
        (r"[[:alpha:]]", "l", Some("l")),
        ("(hi)*", "hihihello", Some("hihi")),
        ("x", "abc", None),
    ] {
        let regex = Regex::compile(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        assert_eq!(regex.first(text), first, "{pattern}");
        assert_eq!(regex.is_match(text), first.is_some(), "{pattern}");
    }
}

#[test]
fn expressions_that_are_not_supported_are_refused_by_name() {
    for (pattern, reason) in [
        ("(?=a)", "look-ahead and look-behind are not supported"),
        ("(?<!a)b", "look-ahead and look-behind are not supported"),
        (r"(a)\1", "back-references are not supported"),
        ("a++", "possessive quantifiers are not supported"),
        ("a{2}+", "possessive quantifiers are not supported"),
        ("(?>a)", "atomic groups are not supported"),
        ("(?P<n>a)", "unknown group '(?P'"),
        ("(a", "unclosed group"),
        ("a)", "unopened group"),
        ("[a", "a '[' without its ']'"),
        ("*a", "repetition operator missing expression"),
        ("a**", "a quantifier follows a quantifier"),
        ("a{", "a '{' without its '}'"),
        (r"\y", "unknown escape '\\y'"),
        ("a\\", "nothing follows a '\\'"),
        (r"\p{Greek}", "the character class '\\p{Greek}' is not supported"),
        (r"\p{InGreek}", "the character class '\\p{InGreek}' is not supported"),
        (r"\p{IsEmoji}", "the character class '\\p{IsEmoji}' is not supported"),
        (r"\P{script=La tin}", "the character class '\\P{script=La tin}' is not supported"),
        (r"\p{Latin}", "the character class '\\p{Latin}' is not supported"),
        (r"\p{javaLowerCase}", "the character class '\\p{javaLowerCase}' is not supported"),
        (r"\G", "'\\G' is not supported"),
        (r"\N{DIGIT ONE}", "'\\N' is not supported"),
        (r"[\Z]", "unknown escape '\\Z'"),
        ("(?U)a", "unknown group '(?U'"),
        ("((a{1000}){1000}){1000}", "it is too large"),
        ("[a--b]", "two '-' in a row in a class: escape them as '\\-'"),
    ] {
        assert_eq!(error(Regex::compile(pattern)), reason, "{pattern}");
    }
}

#[test]
fn replacements_name_groups() {
    let replaced = |text: &str, pattern: &str, replacement: &str| {
        let regex = Regex::compile(pattern).unwrap();
        let replacement = Replacement::compile(replacement, &regex).map_err(|error| error.to_string())?;
        regex.replace_all(text, &replacement, |_| Ok(()), |_| Ok(()))
    };
    for (text, pattern, replacement, expected) in [
        ("abcd", "b(.*)d", "$1", "ac"),
        ("abc", "x*", "-", "-a-b-c-"),
        // As Java: an empty match right behind another one counts.
        ("baaac", "a*", "-", "-b--c-"),
        ("ab", "(a)(b)", "$2$1$0", "baab"),
        ("ab", "(a)", "$12", "a2b"),
        ("ab", "(?<first>a)", "<${first}>", "<a>b"),
        ("ab", "a|(x)", "[$1]", "[]b"),
        ("a", "a", r"\$1\\", r"$1\"),
        ("éé", "", ".", ".é.é."),
    ] {
        assert_eq!(replaced(text, pattern, replacement), Ok(expected.to_owned()), "{pattern} {replacement}");
    }
    for (replacement, reason) in [
        ("$1", "there is no group 1"),
        ("$", "no group number follows a '$'"),
        ("$x", "no group number follows a '$'"),
        ("${x}", "there is no group called 'x'"),
        ("${x", "'${' without its '}'"),
        ("\\", "nothing follows a '\\'"),
    ] {
        assert_eq!(replaced("a", "a", replacement), Err(reason.to_owned()), "{replacement}");
    }
}

#[test]
fn moments_are_written_as_joda_time_writes_them() {
    let written = |pattern: &str, millis: i64, zone: &str| {
        let format = Format::compile(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}"));
        format.write(millis, &Zone::of_joda(zone).unwrap_or_else(|| panic!("{zone}"))).unwrap()
    };
    // 2020-01-21T20:17:58.451Z, a Tuesday.
    const NOW: i64 = 1_579_637_878_451;
    for (pattern, zone, expected) in [
        ("yyyy-MM-dd'T'HH:mm:ss.SSSZZ", "UTC", "2020-01-21T20:17:58.451+00:00"),
        ("yyyy-MM-dd'T'HH:mm:ssZ", "America/Sao_Paulo", "2020-01-21T17:17:58-0300"),
        ("ZZZ z", "Europe/Berlin", "Europe/Berlin CET"),
        ("z", "America/Sao_Paulo", "-03:00"),
        ("z Z", "+05:30", "+05:30 +0530"),
        ("EEE EEEE, d MMM MMMM M MM", "UTC", "Tue Tuesday, 21 Jan January 1 01"),
        ("h hh K k H a", "UTC", "8 08 8 20 20 PM"),
        ("yy YY C x w e D DDD", "UTC", "20 20 20 2020 4 2 21 021"),
        ("S SS SSSSSS", "UTC", "4 45 451000"),
        ("'o''clock' '' ", "UTC", "o'clock ' "),
        ("yyyyMMddHHmmss", "UTC", "20200121201758"),
        ("G y yyyyyy", "UTC", "AD 2020 002020"),
        ("日 d", "UTC", "日 21"),
    ] {
        assert_eq!(written(pattern, NOW, zone), expected, "{pattern}");
    }
    assert_eq!(
        written("yyyy.MM.dd G 'at' HH:mm:ss z", 100_000_000, "America/Belize"),
        "1970.01.01 AD at 21:46:40 CST"
    );
    assert_eq!(written("yyyy-MM-dd HH:mm:ss.SSS", -1, "UTC"), "1969-12-31 23:59:59.999");
    assert_eq!(written("h K k H a", 0, "UTC"), "12 0 24 0 AM");
    assert_eq!(written("HH:mm z", 1_592_000_000_000, "Europe/Berlin"), "00:13 CEST");
    assert_eq!(Format::compile("y").unwrap().write(i64::MAX, &Zone::utc()), None);
    for (pattern, reason) in [
        ("", "it is empty"),
        ("yyyy-MM-ddTHH", "unknown pattern letter 'T'"),
        ("'at", "a quote is not closed"),
        ("zzzz", "the long names of time zones, 'zzzz', are not available"),
    ] {
        assert_eq!(error(Format::compile(pattern)), reason, "{pattern}");
    }
    for zone in ["utc", "Europe/berlin", "Mars/Olympus", "", "+99:00", "GMT+1"] {
        assert_eq!(Zone::of_joda(zone), None, "{zone}");
    }
}

fn read(text: &str, pattern: &str) -> Option<i64> {
    Pattern::compile(pattern).unwrap_or_else(|error| panic!("{pattern}: {error}")).read(text)
}

/// Checked against a JDK.
#[test]
fn zones_with_offsets_and_hours_of_clocks_are_read_as_java_reads_them() {
    for (text, pattern, expected) in [
        // `GMT+0` and its like are names of regions, too.
        ("2020-04-03 09:45 GMT+02:00", "yyyy-MM-dd HH:mm VV", Some(1_585_899_900_000)),
        ("2020-04-03 09:45 GMT-03:30", "yyyy-MM-dd HH:mm z", Some(1_585_919_700_000)),
        ("2020-04-03 09:45 GMT+01:30:15", "yyyy-MM-dd HH:mm VV", Some(1_585_901_685_000)),
        ("2020-04-03 09:45 GMT+00:00", "yyyy-MM-dd HH:mm VV", Some(1_585_907_100_000)),
        ("2020-04-03 09:45 UT+01:00", "yyyy-MM-dd HH:mm z", Some(1_585_903_500_000)),
        ("2020-04-03 09:45 GMT0", "yyyy-MM-dd HH:mm VV", Some(1_585_907_100_000)),
        ("2020-04-03 09:45 UCT", "yyyy-MM-dd HH:mm VV", Some(1_585_907_100_000)),
        ("2020-04-03 09:45 Etc/GMT+1", "yyyy-MM-dd HH:mm VV", Some(1_585_910_700_000)),
        ("2020-04-03 09:45 GMT+19:00", "yyyy-MM-dd HH:mm VV", None),
        // Java takes 0 for the clock's 12 and 24.
        ("2020-04-03 00:45 AM", "yyyy-MM-dd hh:mm a", Some(1_585_874_700_000)),
        ("2020-04-03 00:45 PM", "yyyy-MM-dd hh:mm a", Some(1_585_917_900_000)),
        ("2020-04-03 00:45", "yyyy-MM-dd kk:mm", Some(1_585_874_700_000)),
        ("2020-04-03 24:45", "yyyy-MM-dd kk:mm", Some(1_585_874_700_000)),
        ("2020-04-03 13:45 AM", "yyyy-MM-dd hh:mm a", None),
        ("2020-04-03 25:45", "yyyy-MM-dd kk:mm", None),
    ] {
        assert_eq!(read(text, pattern), expected, "{text} {pattern}");
    }
}

#[test]
fn texts_are_read_as_java_reads_them() {
    for (text, pattern, expected) in [
        ("18 December 2015", "dd MMMM yyyy", Some(1_450_396_800_000)),
        ("2020-04-03 09:45:18 UTC+01:00", "yyyy-MM-dd HH:mm:ss VV", Some(1_585_903_518_000)),
        ("2007-12-03 10:15:30.592 America/Los_Angeles", "yyyy-MM-dd HH:mm:ss.SSS z", Some(1_196_705_730_592)),
        ("2007-12-03 10:15:30.592 PST", "yyyy-MM-dd HH:mm:ss.SSS z", Some(1_196_705_730_592)),
        ("2020-01-21T20:17:58.451Z", "yyyy-MM-dd'T'HH:mm:ss.SSSX", Some(1_579_637_878_451)),
        ("2020-01-21T20:17:58+0130", "yyyy-MM-dd'T'HH:mm:ssXX", Some(1_579_632_478_000)),
        ("2020-01-21T20:17:58-03:00", "yyyy-MM-dd'T'HH:mm:ssXXX", Some(1_579_648_678_000)),
        ("2020-01-21T20:17:58-03", "yyyy-MM-dd'T'HH:mm:ssX", Some(1_579_648_678_000)),
        ("2020-01-21T20:17:58+0000", "yyyy-MM-dd'T'HH:mm:ssZ", Some(1_579_637_878_000)),
        ("2020-01-21T20:17:58Z", "yyyy-MM-dd'T'HH:mm:ss'Z'", Some(1_579_637_878_000)),
        ("2020-01-21 GMT+8", "yyyy-MM-dd O", Some(1_579_536_000_000)),
        ("20200121201758451", "yyyyMMddHHmmssSSS", Some(1_579_637_878_451)),
        ("20200121", "yyyyMMdd", Some(1_579_564_800_000)),
        ("1/2/20", "M/d/yy", Some(1_577_923_200_000)),
        ("Tue, 21 Jan 2020 08:17 PM", "EEE, d MMM yyyy hh:mm a", Some(1_579_637_820_000)),
        ("2020-01-21", "yyyy-MM-dd[ HH:mm]", Some(1_579_564_800_000)),
        ("2020-01-21 10:00", "yyyy-MM-dd[ HH:mm]", Some(1_579_600_800_000)),
        ("2020-021", "yyyy-DDD", Some(1_579_564_800_000)),
        ("2015-02-31", "yyyy-MM-dd", Some(1_425_081_600_000)),
        ("2020-01-21 24:00", "yyyy-MM-dd HH:mm", Some(1_579_651_200_000)),
        ("1969-12-31 23:59:59.999", "yyyy-MM-dd HH:mm:ss.SSS", Some(-1)),
        // A gap: 02:30 was not.
        ("2020-03-29 02:30 Europe/Berlin", "yyyy-MM-dd HH:mm VV", Some(1_585_445_400_000)),
        ("2020-01-21 Z", "yyyy-MM-dd VV", Some(1_579_564_800_000)),
        ("Wed, 21 Jan 2020", "EEE, d MMM yyyy", None),
        ("2020-1-21", "yyyy-MM-dd", None),
        ("2020-13-01", "yyyy-MM-dd", None),
        ("2020-01-32", "yyyy-MM-dd", None),
        ("2020-01-21 24:01", "yyyy-MM-dd HH:mm", None),
        ("2020-01-21 10:60", "yyyy-MM-dd HH:mm", None),
        ("18 december 2015", "dd MMMM yyyy", None),
        ("2020-01-21x", "yyyy-MM-dd", None),
        ("12020-01-21", "yyyy-MM-dd", None),
        ("", "yyyy-MM-dd", None),
        ("2020-01-21 Mars/Olympus", "yyyy-MM-dd VV", None),
    ] {
        assert_eq!(read(text, pattern), expected, "{text} {pattern}");
    }
    for (pattern, reason) in [
        ("yyyy", "it has no year, month and day"),
        ("HH:mm", "it has no year, month and day"),
        ("yyyy-MM-dd hh:mm", "an hour of half a day, 'h' or 'K', needs 'a'"),
        ("yyyy-MM-dd mm", "minutes and seconds need an hour"),
        ("yyyy-MM-ddTHH", "unknown pattern letter 'T'"),
        ("YYYY-MM-dd", "the pattern letter 'Y' is not supported"),
        ("yyyy-MM-ddd", "3 letters 'd' are too many"),
        ("yyyy-MM-dd V", "the letter 'V' comes as 'VV'"),
        ("yyyy-MM-dd]", "a ']' without its '['"),
        ("yyyy-MM-dd {", "the reserved character '{'"),
        ("yyyy-MM-dd 'x", "a quote is not closed"),
    ] {
        assert_eq!(error(Pattern::compile(pattern)), reason, "{pattern}");
    }
}

proptest::proptest! {
    #[test]
    fn any_text_is_read_or_refused(pattern in "[yMdHmsSaEGzZXVOD'\\[\\] :-]{0,24}", text in "[0-9a-zA-Z+: /-]{0,30}", millis: i64) {
        if let Ok(pattern) = Pattern::compile(&pattern) {
            let _ = pattern.read(&text);
        }
        if let Ok(format) = Format::compile(&pattern) {
            let _ = format.write(millis, &Zone::utc());
        }
    }

    /// What one side writes the other reads.
    #[test]
    fn what_is_written_is_read_again(millis in -60_000_000_000_000i64..200_000_000_000_000) {
        let pattern = "yyyy-MM-dd'T'HH:mm:ss.SSSZ";
        let text = Format::compile(pattern).unwrap().write(millis, &Zone::of_joda("Europe/Berlin").unwrap()).unwrap();
        proptest::prop_assert_eq!(Pattern::compile(pattern).unwrap().read(&text).map(|read| (read - millis).abs() < 60_000), Some(true), "{}", text);
    }

    #[test]
    fn any_expression_is_compiled_or_refused(pattern in "[a-c(){}\\[\\]\\\\*+?.|^$&0-9<>:=!-]{0,24}", text in "[a-c0-9]{0,20}") {
        if let Ok(regex) = Regex::compile(&pattern) {
            let _ = regex.first(&text);
        }
    }
}

#[test]
fn searches_cost_what_they_look_at() {
    let text = "a".repeat(10_000);
    let cost = |pattern: &str, from: usize| Regex::compile(pattern).unwrap().cost_of_search(&text, from);
    // To the first match, and not a byte further; to the end when there is none.
    assert!(cost("a", 0) < 100 && cost("^.{1,64}", 0) < 1000);
    assert!((40_000..50_000).contains(&cost("b", 0)) && cost("b", 9_999) < 2000);
    assert!((40_000..50_000).contains(&cost(".*x|.", 0)));
    assert!((40_000..50_000).contains(&cost(r"^[\p{L} ]{1,8}b$|b", 0)));
    // Too many states for a table: the worst case counts.
    let mut state = 1u32;
    let letter = |_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        if state >> 31 == 0 { 'a' } else { 'b' }
    };
    let text: String = (0..40_000).map(letter).collect();
    let bomb = Regex::compile("[ab]*a[ab]{40}c").unwrap();
    assert!(bomb.cost_of_search(&text, 0) > text.len() * 100);
}
