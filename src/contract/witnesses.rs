use serde_json::Value;

use super::drift::Drift;
use super::told::told;
use super::uses::Uses;
use super::verdict::values_at;
use super::words::with_article;
use crate::place::Pointer;
use crate::reference::{Reference, Types};
use crate::shape::Placed;

/// What speaks for the entry of a row, and what for the sample that shows another type.
///
/// A sample is one witness, however often it shows the value; null is none. The description of the entry is
/// one, where it names a type, and so is an entry about the same thing.
#[derive(Debug)]
pub(super) struct Witnesses<'a> {
    /// Samples of any row of the entry that show what it says.
    pub(super) agreeing: usize,
    /// Samples that do not.
    pub(super) misfitting: usize,
    /// Other items of the same list show what the entry says.
    pub(super) among_items: bool,
    /// The type that the description names.
    pub(super) told: Option<Types>,
    /// Another entry about the same thing, of the type that is shown.
    pub(super) namesake: Option<&'a str>,
    /// Another sample of the same body shows what the entry says at the same place.
    is_beside: bool,
    /// The value is a text that has the declared type without its quotes.
    pub(super) is_quoted: bool,
    declared: Types,
    shown: Types,
    is_filled: bool,
}

impl<'a> Witnesses<'a> {
    /// Counts the witnesses of a value of another type than declared.
    pub(super) fn of(
        reference: &Reference,
        uses: &'a Uses<'_>,
        drift: &Drift,
        placed: &Placed,
        [declared, shown]: [Types; 2],
        namesake: Option<&'a str>,
        is_quoted: bool,
    ) -> Self {
        let description = placed
            .definition
            .and_then(|at| reference.definitions[at].entry.description.as_ref())
            .map_or("", |text| text.value.as_str());
        let (agreeing, misfitting) = placed.definition.map(|at| uses.witnesses(at)).unwrap_or_default();
        Self {
            agreeing,
            misfitting,
            among_items: is_among_items(reference, drift, declared),
            told: told(description),
            namesake,
            is_beside: is_beside(reference, drift, declared),
            is_quoted,
            declared,
            shown,
            is_filled: drift.value(reference).is_some_and(is_filled),
        }
    }

    /// Is the sample likelier wrong than the entry?
    pub(super) fn is_against_sample(&self) -> bool {
        if self.among_items || self.tells_declared() && !self.shows_plainly() {
            return true;
        }
        let alone = self.is_quoted && (self.namesake.is_none() || self.misfitting <= 1)
            || self.namesake.is_none() && self.is_lone_text();
        !self.tells_shown() && (alone || self.is_outnumbered())
    }

    /// One text where no sample shows anything else: entries that say number, boolean or list are more often
    /// right.
    fn is_lone_text(&self) -> bool {
        self.shown == Types::STRING
            && self.misfitting <= 1
            && self.agreeing == 0
            && !self.declared.meets(Types::OBJECT.or(Types::NULL))
    }

    fn is_outnumbered(&self) -> bool {
        !self.shows_container()
            && self.agreeing
                > self.misfitting + usize::from(self.shows_plainly()) + usize::from(self.namesake.is_some())
    }

    /// Filled objects and lists are what the service sends: it is the row that names the wrong entry, unless
    /// another sample of it shows what the entry says.
    fn shows_container(&self) -> bool {
        self.is_filled && Types::CONTAINERS.has(self.shown) && !self.is_beside
    }

    /// Do two speak against the entry, so that it may be changed?
    pub(super) fn has_two_against_entry(&self) -> bool {
        let shows = self.shows_plainly() || self.shows_container();
        let others = [self.tells_shown(), self.namesake.is_some(), shows];
        self.misfitting + others.iter().filter(|speaks| **speaks).count() >= 2
    }

    /// The description names what the entry says, and not what is shown.
    pub(super) fn tells_declared(&self) -> bool {
        self.told.is_some_and(|told| told.meets(self.declared) && !told.meets(self.shown))
    }

    /// The other way round.
    pub(super) fn tells_shown(&self) -> bool {
        self.told.is_some_and(|told| told.meets(self.shown) && !told.meets(self.declared))
    }

    /// The description names a third type.
    pub(super) fn tells_another(&self) -> Option<Types> {
        self.told.filter(|told| !told.meets(self.shown) && !told.meets(self.declared))
    }

    /// Nobody writes a filled object or list where the service has a text, nor a bare number.
    fn shows_plainly(&self) -> bool {
        let is_scalar = !self.declared.meets(Types::CONTAINERS);
        let is_text = self.declared == Types::STRING && !self.shown.meets(Types::CONTAINERS);
        self.is_filled && (Types::CONTAINERS.has(self.shown) && is_scalar || is_text)
    }

    /// Why the sample is held for wrong, where more than its quotes say so.
    pub(super) fn for_entry(&self) -> Option<String> {
        let declared = with_article(self.declared);
        Some(if self.among_items {
            format!("other items of the list have {declared} there")
        } else if self.tells_declared() {
            "the description of its entry says so too".to_owned()
        } else {
            match self.agreeing {
                0 => return None,
                1 => format!("another sample has {declared} there"),
                many => format!("{many} other samples have {declared} there"),
            }
        })
    }

    /// Why the entry is held for wrong.
    pub(super) fn for_sample(&self) -> String {
        let what = match (self.misfitting, self.agreeing) {
            (0 | 1, 0) => "the only sample of it shows that".to_owned(),
            (all, 0) => format!("all {all} samples of it show that"),
            (some, others) => format!("{some} of {} samples of it show that", some + others),
        };
        if self.tells_shown() { format!("{what}, and its description says so") } else { what }
    }
}

/// Does a value of the same lists, in the same sample, have the declared type?
fn is_among_items(reference: &Reference, drift: &Drift, declared: Types) -> bool {
    let Some(value) = reference.samples[drift.file].value.as_ref() else { return false };
    let values = values_at(value, &Pointer::from_text(&drift.general));
    values.iter().map(|value| Types::of(value)).any(|types| declared.has(types))
}

/// Does another sample of the same direction show a value of the declared type at the same place?
fn is_beside(reference: &Reference, drift: &Drift, declared: Types) -> bool {
    let operation = &reference.operations[drift.operation];
    let pointer = Pointer::from_text(&drift.general);
    let files = operation.samples_of(drift.direction).filter_map(|sample| sample.file);
    let values =
        files.filter(|file| *file != drift.file).filter_map(|file| reference.samples[file].value.as_ref());
    values.flat_map(|value| values_at(value, &pointer)).any(|value| declared.has(Types::of(value)))
}

fn is_filled(value: &Value) -> bool {
    match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Number(_) | Value::Bool(_) => true,
        _ => false,
    }
}
