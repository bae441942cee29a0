use serde_json::Value;

use super::drift::Drift;
use super::general::values_at;
use super::told::told;
use super::uses::{Uses, text_of};
use super::words::with_article;
use crate::place::Pointer;
use crate::reference::{Definition, Reference, Types};
use crate::shape::{Placed, is_identifier, singular};

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
    /// It has a text of its own: one with a copied text is no further witness.
    has_other: bool,
    /// Another sample of the same body shows what the entry says at the same place.
    is_beside: bool,
    /// Samples of other rows of the entry show what it says, and none does at this place: the row may name
    /// the wrong one.
    pub(super) is_right_elsewhere: bool,
    /// The key is a plural where an array is declared, or a singular where an object is.
    is_named_so: bool,
    /// It is filled by keys that are data, where an array is declared: nobody writes that by mistake.
    is_by_data: bool,
    /// The value is a text that has the declared type without its quotes.
    pub(super) is_quoted: bool,
    /// So many samples show the declared type in objects of the same name, and hardly any another.
    siblings: Option<usize>,
    /// The object around it is called otherwise than by its table, and than by far more samples.
    pub(super) is_in_slip: bool,
    /// A value beside it in its object is wrong in the same way, as far more samples show.
    pub(super) is_in_other_style: bool,
    /// It is a text that no number and no boolean prints: an identifier, a time, an address.
    is_telling: bool,
    /// And so is every number of its object.
    is_quoted_throughout: bool,
    /// More samples show the value than there are witnesses.
    has_copies: bool,
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
        namesake: Option<&'a Definition>,
        is_quoted: bool,
    ) -> Self {
        let definition = placed.definition.map(|at| &reference.definitions[at]);
        let description = definition.filter(|known| !uses.is_copied(known)).map_or("", text_of);
        let text = definition.map_or("", text_of);
        let (agreeing, misfitting) =
            placed.definition.map(|at| uses.votes(drift, at, declared)).unwrap_or_default();
        Self {
            agreeing,
            misfitting,
            among_items: is_among_items(reference, drift, declared),
            told: told(description),
            namesake: namesake.map(|known| known.entry.name.as_str()),
            has_other: namesake.is_some_and(|known| text.is_empty() || text_of(known) != text),
            is_beside: is_beside(reference, drift, declared),
            is_right_elsewhere: agreeing == 0 && uses.fits_elsewhere(placed),
            is_named_so: is_named_so(drift, declared, shown),
            is_by_data: declared.meets(Types::ARRAY) && drift.value(reference).is_some_and(is_by_data),
            is_quoted,
            siblings: uses.siblings(&drift.general, declared),
            is_in_slip: false,
            is_in_other_style: false,
            is_telling: drift.value(reference).and_then(Value::as_str).is_some_and(is_telling),
            is_quoted_throughout: agreeing == 0 && uses.quoted.holds(reference, drift),
            has_copies: placed.definition.is_some_and(|at| uses.misfits(at) > misfitting.max(1)),
            declared,
            shown,
            is_filled: drift.value(reference).is_some_and(is_filled),
        }
    }

    /// Is the sample likelier wrong than the entry?
    pub(super) fn is_against_sample(&self) -> bool {
        if self.is_quoted_throughout {
            return false;
        }
        if self.is_by_data && !self.is_beside && !self.among_items {
            return false;
        }
        if self.siblings.is_some() || self.is_in_slip || self.is_in_other_style {
            return true;
        }
        if self.among_items || self.tells_declared() && !self.shows_plainly() && !self.is_other_container() {
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
            && !self.is_right_elsewhere
            && self.misfitting <= 1
            && self.agreeing == 0
            && !self.declared.meets(Types::OBJECT.or(Types::NULL))
            && (!self.is_telling || self.declared.meets(Types::CONTAINERS))
    }

    /// Two samples against one at the same place outweigh that nobody writes a number where the service has a
    /// text.
    fn is_outnumbered(&self) -> bool {
        let plainly = self.shows_plainly() && self.agreeing < 2 * self.misfitting;
        !self.shows_container()
            && self.agreeing > self.misfitting + usize::from(plainly) + usize::from(self.has_other)
    }

    /// Filled objects and lists are what the service sends: it is the row that names the wrong entry, unless
    /// another sample of it shows what the entry says.
    fn shows_container(&self) -> bool {
        self.is_filled && Types::CONTAINERS.has(self.shown) && !self.is_beside
    }

    /// A filled object where an array is declared, or the reverse: the text is of one hand with the type, so
    /// the name decides.
    fn is_other_container(&self) -> bool {
        self.shows_container() && Types::CONTAINERS.meets(self.declared) && !self.is_named_so
    }

    /// Do two speak against the entry, so that it may be changed?
    pub(super) fn has_two_against_entry(&self) -> bool {
        let shows = self.shows_plainly() || self.shows_container();
        let others = [self.tells_shown(), self.has_other, shows];
        self.misfitting + others.iter().filter(|speaks| **speaks).count() >= 2
    }

    /// The description names what the entry says, and not what is shown.
    pub(super) fn tells_declared(&self) -> bool {
        self.told.is_some_and(|told| told.meets(self.declared) && !told.meets(self.shown))
    }

    /// `, and its description, which speaks of an array`: a text that names the declared type is to change with it.
    pub(super) fn of_description(&self) -> String {
        match self.told.filter(|_| self.tells_declared()) {
            Some(told) => format!(", and its description, which speaks of {}", with_article(told)),
            None => String::new(),
        }
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
            match self.agreeing.max(self.siblings.unwrap_or_default()) {
                0 if self.is_in_slip => {
                    "the object around it has another name than in the table, too".to_owned()
                }
                0 if self.is_in_other_style => "a value beside it is wrong in the same way".to_owned(),
                0 => return None,
                1 => format!("another sample has {declared} there"),
                many => format!("{many} other samples have {declared} there"),
            }
        })
    }

    /// Why the entry is held for wrong.
    pub(super) fn for_sample(&self) -> String {
        if self.is_quoted_throughout {
            return "every number of the object is in quotes".to_owned();
        }
        let what = match (self.misfitting, self.agreeing) {
            (0 | 1, 0) if self.has_copies => "its samples, which are copies, show that".to_owned(),
            (0 | 1, 0) => "the only sample of it shows that".to_owned(),
            (all, 0) => format!("all {all} samples of it show that"),
            (some, others) => format!("{some} of {} samples of it show that", some + others),
        };
        if self.tells_shown() { format!("{what}, and its description says so") } else { what }
    }
}

/// Says the number of the key what is declared, and not what is shown?
fn is_named_so(drift: &Drift, declared: Types, shown: Types) -> bool {
    let Some(key) = drift.key() else { return false };
    let is_plural = singular(&key) != key;
    match (declared, shown) {
        (Types::ARRAY, Types::OBJECT) => is_plural,
        (Types::OBJECT, Types::ARRAY) => !is_plural,
        _ => false,
    }
}

/// Are most keys of an object data?
fn is_by_data(value: &Value) -> bool {
    value
        .as_object()
        .is_some_and(|members| 2 * members.keys().filter(|key| !is_identifier(key)).count() > members.len())
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

/// Does a text say what it is: a UUID, a date and time, an address?
fn is_telling(text: &str) -> bool {
    let digits: String = text.chars().filter(|letter| *letter != '-').collect();
    let is_uuid = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let bytes = text.as_bytes();
    let is_date = bytes.len() >= 10
        && bytes.iter().take(10).enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    is_uuid || is_date || text.contains("://")
}

fn is_filled(value: &Value) -> bool {
    match value {
        Value::Object(members) => !members.is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Number(_) | Value::Bool(_) => true,
        _ => false,
    }
}
