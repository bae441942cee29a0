use super::dictionary::lines;
use super::random::Random;
use super::resource::Resource;
use super::words::spoken;

/// What people do with a resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Deed {
    List,
    ListDetails,
    Create,
    Show,
    Update,
    Delete,
    ShowLabels,
    Act(&'static str),
}

impl Deed {
    /// The method, and the code of success.
    pub(super) fn method(self) -> (&'static str, u16) {
        match self {
            Self::List | Self::ListDetails | Self::Show | Self::ShowLabels => ("GET", 200),
            Self::Create => ("POST", 201),
            Self::Update => ("PUT", 200),
            Self::Delete => ("DELETE", 204),
            Self::Act(_) => ("POST", 202),
        }
    }

    /// Is it about one thing, named in the path?
    pub(super) fn names_one(self) -> bool {
        !matches!(self, Self::List | Self::ListDetails | Self::Create)
    }

    /// What follows the plural in the path.
    pub(super) fn tail(self, name: &str) -> String {
        match self {
            Self::List | Self::Create => String::new(),
            Self::ListDetails => "/detail".to_owned(),
            Self::Show | Self::Update | Self::Delete => format!("/{{{name}_id}}"),
            Self::ShowLabels => format!("/{{{name}_id}}/labels"),
            Self::Act(_) => format!("/{{{name}_id}}/action"),
        }
    }

    /// The word for names of files.
    pub(super) fn slug(self) -> &'static str {
        match self {
            Self::List => "list",
            Self::ListDetails => "list-details",
            Self::Create => "create",
            Self::Show => "show",
            Self::Update => "update",
            Self::Delete => "delete",
            Self::ShowLabels => "labels",
            Self::Act(verb) => verb,
        }
    }

    /// The title of the section.
    pub(super) fn title(self, resource: &Resource) -> String {
        let (one, many) = (spoken(&resource.name), spoken(&resource.plural));
        match self {
            Self::List => format!("List {many}"),
            Self::ListDetails => format!("List {many} with details"),
            Self::ShowLabels => format!("Show labels of a {one}"),
            other => {
                let mut verb = other.slug().to_owned();
                if let Some(first) = verb.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                format!("{verb} a {one}")
            }
        }
    }

    fn summary(self, one: &str, many: &str) -> String {
        match self {
            Self::List => format!("Lists the {many} of a project, the oldest first."),
            Self::ListDetails => format!("Lists the {many} of a project with all that is known of each."),
            Self::Create => format!("Makes a {one}. The answer comes before it is ready for use."),
            Self::Show => format!("Shows all that is known of one {one}."),
            Self::Update => format!("Changes what callers may set of a {one}."),
            Self::Delete => format!("Removes a {one} for good."),
            Self::ShowLabels => format!("Shows the labels of a {one}."),
            Self::Act(verb) => format!("Asks the service to {verb} a {one}."),
        }
    }
}

/// What an operation says beside its tables: blocks of rst.
pub(super) fn prose(deed: Deed, resource: &Resource, random: &mut Random) -> Vec<String> {
    let (one, many) = (spoken(&resource.name), spoken(&resource.plural));
    let mut prose = vec![wrapped(&deed.summary(&one, &many))];
    if random.chance(60) {
        prose.push(aside(deed, &one, random));
    }
    if random.chance(10) {
        prose.push(format!(".. note:: A {one} may lag behind for some seconds."));
    }
    prose
}

fn aside(deed: Deed, one: &str, random: &mut Random) -> String {
    let slug = deed.slug();
    match random.below(4) {
        0 => wrapped(&format!(
            "A {one} that another project shares is **not** shown: ask that project for it."
        )),
        1 => wrapped(&format!(
            "By default only administrators may do this: `rules <https://rules.example.org/{slug}>`__."
        )),
        2 => wrapped(&format!(
            "While the ``status`` of the {one} is ``moving``, the service answers with a conflict."
        )),
        _ => "- Ask for few things at a time.\n- Keep the marker of the last page.".to_owned(),
    }
}

fn wrapped(text: &str) -> String {
    lines(text).join("\n")
}
