use std::ops::Range;

/// A call of curl, as far as it says what is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Call {
    /// What it sends: `PUT`.
    pub method: String,
    /// Where it says so; else the word `curl`.
    pub method_at: Range<usize>,
    /// The URL, where there is one.
    pub url: Option<Range<usize>>,
}

/// A longer text is no example.
const LONGEST: usize = 100_000;

/// The call of curl that a text makes; nothing if it makes several, or none.
pub(crate) fn curl_call(text: &str) -> Option<Call> {
    if text.len() > LONGEST {
        return None;
    }
    let words = words(text);
    let value = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
    let mut calls = words.iter().enumerate().filter(|(_, word)| value(word) == "curl");
    let (start, curl) = calls.next()?;
    if calls.next().is_some() {
        return None;
    }
    let mut call = Call { method: "GET".to_owned(), method_at: curl.clone(), url: None };
    let mut rest = words.iter().skip(start + 1);
    let mut is_given = false;
    while let Some(word) = rest.next() {
        let text = value(word);
        let implied = match text {
            "-X" | "--request" => {
                let next = rest.next()?;
                (call.method, call.method_at) = (value(next).to_owned(), next.clone());
                is_given = true;
                continue;
            }
            "-I" | "--head" => "HEAD",
            "-G" | "--get" => {
                is_given = true;
                continue;
            }
            "-T" | "--upload-file" => "PUT",
            "-H" | "--header" | "-o" | "--output" | "-u" | "--user" | "-A" | "--cacert" | "--cert"
            | "--key" => {
                rest.next();
                continue;
            }
            "-d" | "-F" | "--form" | "--json" => "POST",
            _ if text.starts_with("--data") => "POST",
            "|" | ";" | "&&" | ">" => break,
            _ if text.starts_with("-X") => {
                call.method = text.trim_start_matches("-X").to_owned();
                call.method_at = word.start + 2..word.end;
                is_given = true;
                continue;
            }
            _ => {
                if call.url.is_none() && !text.starts_with('-') && text.contains('/') && !text.contains(' ') {
                    call.url = Some(word.clone());
                }
                continue;
            }
        };
        if matches!(implied, "PUT" | "POST") && !text.contains('=') {
            rest.next();
        }
        if !is_given {
            implied.clone_into(&mut call.method);
        }
    }
    let is_method = !call.method.is_empty() && call.method.bytes().all(|byte| byte.is_ascii_uppercase());
    is_method.then_some(call)
}

/// The words of a command, without the quotes around a whole one.
fn words(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut letters = text.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        if letter.is_whitespace() || letter == '\\' {
            continue;
        }
        let mut end = at + letter.len_utf8();
        let mut quote = Some(letter).filter(|letter| matches!(letter, '\'' | '"'));
        let is_quoted = quote.is_some();
        while let Some((next, inner)) =
            letters.next_if(|(_, inner)| quote.is_some() || !inner.is_whitespace())
        {
            end = next + inner.len_utf8();
            match quote {
                Some('"') if inner == '\\' => drop(letters.next()),
                Some(open) if inner == open => quote = None,
                None if matches!(inner, '\'' | '"') => quote = Some(inner),
                _ => {}
            }
        }
        let is_closed =
            is_quoted && end > at + 1 && text.get(..end).is_some_and(|read| read.ends_with(letter));
        found.push(if is_closed { at + 1..end - 1 } else { at + usize::from(is_quoted)..end });
    }
    found
}

#[cfg(test)]
mod tests {
    use super::curl_call;

    #[test]
    fn calls_say_what_they_ask() {
        let read = |text: &'static str| {
            let call = curl_call(text)?;
            Some((call.method, call.url.and_then(|url| text.get(url)).unwrap_or_default()))
        };
        let call = |method: &str, url: &'static str| Some((method.to_owned(), url));
        assert_eq!(read("curl -X PUT -d '{\"a\": \"/b\"}' http://x/v1"), call("PUT", "http://x/v1"));
        assert_eq!(read("curl -XDELETE \\\n  \"$URL/v1/a\""), call("DELETE", "$URL/v1/a"));
        assert_eq!(read("curl -H 'Accept: a/b' http://x/y -o a/b"), call("GET", "http://x/y"));
        assert_eq!(read("curl http://x/y --data '{}'"), call("POST", "http://x/y"));
        assert_eq!(read("curl --data='{\"a\": 1, \"b\": \"/c\"}' http://x/y"), call("POST", "http://x/y"));
        assert_eq!(read("curl -i http://x -X POST -d '[]'"), call("POST", "http://x"));
        assert_eq!(read("curl http://x\ncurl http://y"), None);
        assert_eq!(read("echo http://x"), None);
        assert_eq!(read("curl \"http://x"), call("GET", "http://x"));
    }
}
