//! The findings that were open over time, as a chart.

use maud::{Markup, html};

use crate::change::{History, HistoryPoint};

/// How large the area is in which the chart is drawn, in units of the drawing.
const WIDTH: u64 = 680;
const HEIGHT: u64 = 160;
/// The room around it: for the numbers on the left, for the years below, and so that no line is cut.
const LEFT: u64 = 44;
const BELOW: u64 = 26;
const MARGIN: u64 = 10;
/// How far the labels of two years are apart, at least.
const YEAR: u64 = 44;

/// What the classes of the chart look like where no page says it.
const STYLE: &str = "text{font:12px sans-serif;fill:#57606a}.error{fill:#c9302c}.warning{fill:#d68a00}.note{fill:#5b8bc9}.axis{stroke:#8c959f;fill:none}";

/// The chart as a file of its own; nothing if nobody knows two states to draw a line between.
pub(crate) fn drawing(history: &History) -> Option<String> {
    let chart = timeline(history, Some(STYLE))?;
    Some(format!("{}\n", chart.into_string()))
}

/// The section of a page; it says so where there is nothing to draw.
pub(super) fn section(history: &History) -> Markup {
    html! {
        h2 { "Open findings over time" }
        @match timeline(history, None) {
            Some(chart) => {
                p.legend {
                    span.key.error {} " error " span.key.warning {} " warning " span.key.note {} " note; "
                    (history.states) " states of the sources, in " (history.commits) " commits"
                }
                div.wide tabindex="0" role="region" aria-label="Open findings over time" { (chart) }
            }
            None => p.calm { "The history of the sources has only one state: there is nothing to compare." }
        }
    }
}

fn timeline(history: &History, style: Option<&str>) -> Option<Markup> {
    let (first, last) = (history.points.first()?, history.points.last()?);
    let frame = Frame::new(&history.points)?;
    let (width, height) = (LEFT + WIDTH + MARGIN, MARGIN + HEIGHT + BELOW);
    let most =
        history.points.iter().map(|point| (point.total(), &point.day)).max_by_key(|(total, _)| *total)?;
    let told = format!(
        "Open findings: {} on {}, {} on {}, at most {} on {}",
        first.total(),
        first.day,
        last.total(),
        last.day,
        most.0,
        most.1
    );
    // From the back to the front: what is drawn later covers the lower part of what was before.
    let areas = [("note", 3), ("warning", 2), ("error", 1)];
    Some(html! {
        svg.chart xmlns="http://www.w3.org/2000/svg" viewBox=(format!("0 0 {width} {height}")) width=(width)
            height=(height) role="img" aria-label=(told) {
            @if let Some(style) = style { style { (style) } }
            @for (severity, so_many) in areas { path class=(severity) d=(frame.area(&history.points, so_many)) {} }
            path.axis d=(format!("M{LEFT} {MARGIN}V{0}H{1}", MARGIN + HEIGHT, LEFT + WIDTH)) {}
            text.number x=(LEFT - 8) y=(MARGIN + 10) text-anchor="end" { (frame.most) }
            text.number x=(LEFT - 8) y=(MARGIN + HEIGHT) text-anchor="end" { "0" }
            @for (at, label) in frame.years(&history.points) {
                text.number x=(at) y=(MARGIN + HEIGHT + 18) { (label) }
            }
        }
    })
}

/// What times and counts are in the drawing.
struct Frame {
    start: i64,
    seconds: u64,
    most: usize,
}

impl Frame {
    fn new(points: &[HistoryPoint]) -> Option<Self> {
        let start = points.iter().map(|point| point.seconds).min()?;
        let end = points.iter().map(|point| point.seconds).max()?;
        let most = points.iter().map(HistoryPoint::total).max()?.max(1);
        (points.len() > 1).then(|| Self { start, seconds: start.abs_diff(end).max(1), most })
    }

    fn left(&self, seconds: i64) -> u64 {
        let part = u128::from(self.start.abs_diff(seconds)) * u128::from(WIDTH) / u128::from(self.seconds);
        LEFT + u64::try_from(part).unwrap_or(WIDTH)
    }

    fn top(&self, count: usize) -> u64 {
        MARGIN + HEIGHT - (count as u64 * HEIGHT / self.most as u64).min(HEIGHT)
    }

    /// What lies below the line of the worst `so_many` severities together. A state holds until the next one.
    fn area(&self, points: &[HistoryPoint], so_many: usize) -> String {
        let mut path = format!("M{LEFT} {}", MARGIN + HEIGHT);
        // Whoever writes a commit says when: a clock that went wrong turns no line back.
        let mut reached = LEFT;
        for point in points {
            reached = self.left(point.seconds).max(reached);
            let count = point.open.iter().take(so_many).sum();
            path.push_str(&format!("H{reached}V{}", self.top(count)));
        }
        path + &format!("H{}V{}Z", LEFT + WIDTH, MARGIN + HEIGHT)
    }

    /// Where the first state of each year is, as far as labels have room.
    fn years(&self, points: &[HistoryPoint]) -> Vec<(u64, String)> {
        let mut labels: Vec<(u64, String)> = Vec::new();
        for point in points {
            let at = self.left(point.seconds);
            let year = point.day.get(..4).unwrap_or_default();
            let has_room = labels.last().is_none_or(|(last, label)| at >= last + YEAR && label != year);
            if has_room && at <= LEFT + WIDTH - YEAR / 2 {
                labels.push((at, year.to_owned()));
            }
        }
        labels
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn history(states: &[(&str, i64, [usize; 3])]) -> History {
        let point = |&(day, seconds, open): &(&str, i64, [usize; 3])| HistoryPoint {
            day: day.to_owned(),
            seconds,
            open,
        };
        History { points: states.iter().map(point).collect(), ..History::default() }
    }

    #[test]
    fn a_state_holds_until_the_next_one() {
        let told = history(&[("2024-01-01", 0, [1, 1, 0]), ("2025-01-01", 100, [0, 4, 0])]);
        let drawing = drawing(&told).unwrap();
        assert!(drawing.contains(r#"<path class="error" d="M44 170H44V130H724V170H724V170Z">"#), "{drawing}");
        assert!(drawing.contains(r#"<path class="note" d="M44 170H44V90H724V10H724V170Z">"#), "{drawing}");
        assert!(drawing.contains("2 on 2024-01-01, 4 on 2025-01-01, at most 4 on 2025-01-01"), "{drawing}");
        assert!(drawing.contains(">2024</text>") && !drawing.contains(">2025</text>"), "no room: {drawing}");
    }

    #[test]
    fn one_state_is_no_line_and_a_wrong_clock_turns_none_back() {
        assert_eq!(drawing(&history(&[("2024-01-01", 0, [1, 1, 0])])), None);
        let told = history(&[
            ("2024-01-01", 50, [0, 1, 0]),
            ("1970-01-01", 0, [0, 1, 0]),
            ("2024-01-02", 100, [0; 3]),
        ]);
        assert!(drawing(&told).unwrap().contains("M44 170H384V10H384V10H724V170H"), "{:?}", drawing(&told));
    }
}
