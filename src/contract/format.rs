use crate::shape::Prose;

/// A value that nearly has a format: wrong in a way that no author means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    /// Five groups of the right lengths, but a character that is no hexadecimal digit.
    Uuid,
    /// A date and time with the parts in place, but other separators or impossible numbers.
    DateTime,
    /// Begins like a URL, but is none.
    Url,
    /// No UUID at all, where the type of the entry is one.
    NoUuid,
    /// No UUID at all, where only the description of the entry says UUID.
    NoUuidAsTold,
    /// Nothing that begins like a date, where the description of the entry speaks of one.
    NoDateAsTold,
}

impl Broken {
    /// Does only the description name the format? Then it takes other samples to say that it is meant.
    pub(super) fn is_as_told(self) -> bool {
        matches!(self, Self::NoUuidAsTold | Self::NoDateAsTold)
    }

    /// The name of the format.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Uuid | Self::NoUuid | Self::NoUuidAsTold => "UUID",
            Self::DateTime | Self::NoDateAsTold => "date and time",
            Self::Url => "URL",
        }
    }
}

/// Looks for a value that tries to have one of the formats and fails.
pub(super) fn broken(text: &str) -> Option<Broken> {
    if is_nearly_uuid(text) {
        Some(Broken::Uuid)
    } else if is_nearly_date_time(text) {
        Some(Broken::DateTime)
    } else if is_nearly_url(text) {
        Some(Broken::Url)
    } else {
        None
    }
}

/// What the description of an entry says that the text is, and it is not.
pub(super) fn unlike_told(text: &str, prose: &Prose) -> Option<Broken> {
    let is_short = text.len() < LONGEST && !text.contains(['{', '<', '$', '%', '\n']) && !text.is_empty();
    if is_short && prose.uuid && !prose.date_time && is_no_uuid(text) {
        Some(Broken::NoUuidAsTold)
    } else if is_short && prose.date_time && !prose.uuid && !begins_like_date(text) {
        Some(Broken::NoDateAsTold)
    } else {
        None
    }
}

/// A longer text is no slip of a UUID or a date.
const LONGEST: usize = 80;

/// `2031-`.
fn begins_like_date(text: &str) -> bool {
    let (year, rest) = text.split_at_checked(4).unwrap_or((text, ""));
    year.bytes().all(|byte| byte.is_ascii_digit()) && rest.starts_with('-')
}

/// Is it something else than a UUID, with its hyphens or without, and no placeholder for one?
pub(super) fn is_no_uuid(text: &str) -> bool {
    let digits: String = text.chars().filter(|letter| *letter != '-').collect();
    let is_placeholder =
        text.is_empty() || text.contains(['{', '<', '$', '%']) || text.to_ascii_lowercase().contains("uuid");
    let is_uuid = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    !is_placeholder && !is_uuid
}

fn is_nearly_uuid(text: &str) -> bool {
    // Nearly all of this length are UUIDs.
    if text.len() != 36 || text.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-') {
        return false;
    }
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.chars().count()).collect();
    let letters = text.chars().filter(char::is_ascii_hexdigit).count();
    lengths == [8, 4, 4, 4, 12]
        && letters >= 24
        && groups.iter().any(|group| !group.chars().all(|c| c.is_ascii_hexdigit()))
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

/// `2015/01/02T10:20:30`, `2015-13-02T10:20:30`: digits where they belong, the rest not.
fn is_nearly_date_time(text: &str) -> bool {
    if !text.starts_with(|first: char| first.is_ascii_digit()) {
        return false;
    }
    let Some((date, time)) = text.split_once(['T', ' ']) else { return false };
    let numbers = |text: &str, separators: &[char]| -> Option<Vec<u32>> {
        text.split(separators)
            .map(|part| part.parse().ok().filter(|_| part.bytes().all(|byte| byte.is_ascii_digit())))
            .collect()
    };
    let clock: String = time.chars().take(8).collect();
    let (Some(day), Some(hour)) = (numbers(date, &['-', '/', '.']), numbers(&clock, &[':'])) else {
        return false;
    };
    let ([year, month, day], [hour, minute, second]) = (day.as_slice(), hour.as_slice()) else {
        return false;
    };
    let year_first = date.len() == 10 && *year >= 1000;
    let sound = date.matches('-').count() == 2
        && (1..=12).contains(month)
        && (1..=31).contains(day)
        && *hour <= 24
        && *minute < 60
        && *second <= 60;
    year_first && !sound
}

/// `http:host/x` or a URL with a blank in its host.
fn is_nearly_url(text: &str) -> bool {
    // The colon is left out.
    if text.starts_with("http//") || text.starts_with("https//") {
        return true;
    }
    let Some(rest) = text.strip_prefix("http:").or_else(|| text.strip_prefix("https:")) else { return false };
    match rest.strip_prefix("//") {
        Some(after) => after.split('/').next().is_none_or(|host| host.is_empty() || host.contains(' ')),
        None => !rest.is_empty() && !rest.starts_with(' '),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uuid_may_lack_its_hyphens() {
        assert!(is_no_uuid("thing_12") && is_no_uuid("3"));
        for text in [
            "70a599e0-31e7-49b7-b260-868f441e862b",
            "70a599e031e749b7b260868f441e862b",
            "{id}",
            "UUID of it",
            "",
        ] {
            assert!(!is_no_uuid(text), "{text}");
        }
    }

    #[test]
    fn near_misses_are_told_from_other_texts() {
        assert_eq!(broken("70a599e0-31e7-49b7-b260-868f441e862z"), Some(Broken::Uuid));
        assert_eq!(broken("2015/09/16T09:28:52"), Some(Broken::DateTime));
        assert_eq!(broken("2015-19-16 09:28:52.0"), Some(Broken::DateTime));
        assert_eq!(broken("http:host v3"), Some(Broken::Url));
        for text in [
            "70a599e0-31e7-49b7-b260-868f441e862b",
            "70a599e031e749b7b260868f441e862b",
            "2015-09-16T09:28:52.000000",
            "2015-09-16 09:28:52Z",
            "http://host/v3",
            "http://{host}/v3",
            "a name",
            "req-xxxxxxxx-xxxx",
            "http",
        ] {
            assert_eq!(broken(text), None, "{text}");
        }
    }
}
