use crate::config::Strength;
use crate::finding::Severity;

/// How the samples vote on a difference between the text and a witness.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Votes {
    /// How many samples agree with the text alone.
    pub(super) text: usize,
    /// How many samples agree with the witness alone.
    pub(super) witness: usize,
}

/// Who stands alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// The samples agree with the witness.
    TextAlone,
    /// The samples agree with the text.
    WitnessAlone,
    /// The samples do not know, or agree with both.
    Even,
}

impl Votes {
    /// No sample knows.
    pub(super) const NONE: Self = Self { text: 0, witness: 0 };

    /// Samples for one of the two sides.
    pub(super) fn of(count: usize, fits_text: bool, fits_witness: bool) -> Self {
        match (fits_text, fits_witness) {
            (true, false) => Self { text: count, witness: 0 },
            (false, true) => Self { text: 0, witness: count },
            _ => Self::NONE,
        }
    }

    /// Adds the votes of another place of the same cause.
    pub(super) fn add(&mut self, other: Self) {
        self.text += other.text;
        self.witness += other.witness;
    }

    /// Who stands alone. Samples on both sides do not decide.
    pub(super) fn standing(self) -> Standing {
        match (self.text > 0, self.witness > 0) {
            (false, true) => Standing::TextAlone,
            (true, false) => Standing::WitnessAlone,
            _ => Standing::Even,
        }
    }
}

impl Standing {
    /// How bad a difference is: an error in the text that stands alone, a warning where one stands against
    /// one, a note where the witness stands alone; one less where the vote of the witness is weak.
    pub(super) fn severity(self, strength: Strength) -> Severity {
        let usual = match self {
            Self::TextAlone => Severity::Error,
            Self::Even => Severity::Warning,
            Self::WitnessAlone => Severity::Note,
        };
        match (strength, usual) {
            (Strength::Strong, usual) => usual,
            (_, Severity::Error) => Severity::Warning,
            _ => Severity::Note,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_against_one_tell_who_stands_alone() {
        let severity =
            |votes: Votes| [Strength::Strong, Strength::Weak].map(|how| votes.standing().severity(how));
        assert_eq!(severity(Votes::of(2, false, true)), [Severity::Error, Severity::Warning]);
        assert_eq!(severity(Votes::of(2, true, false)), [Severity::Note, Severity::Note]);
        assert_eq!(severity(Votes::of(2, true, true)), [Severity::Warning, Severity::Note]);
        let mut both = Votes::of(1, true, false);
        both.add(Votes::of(3, false, true));
        assert_eq!(both.standing(), Standing::Even);
    }
}
