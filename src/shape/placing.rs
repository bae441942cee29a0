use std::collections::{BTreeMap, HashMap};

use super::map::Question;
use super::node::{Node, Pattern, Placed, Step, Why};
use super::prose::Proses;
use super::siblings::Siblings;
use super::word::{after_prefix, folded, same_but_number};
use super::wrapper::{self, Wrapper};
use crate::reference::{Definition, Direction, Location, Operation, Reference, Row, Types};

/// What the tree of a body is made from.
#[derive(Clone, Copy)]
pub(super) struct Input<'a> {
    pub(super) reference: &'a Reference,
    pub(super) proses: &'a Proses,
    pub(super) number: usize,
    pub(super) operation: &'a Operation,
    pub(super) direction: Direction,
    /// What other operations on the same resource show.
    pub(super) siblings: Option<&'a Siblings>,
}

/// A row whose name only nearly equals a key of the samples.
#[derive(Debug, Clone)]
pub struct Near {
    /// Index of the row in its operation.
    pub row: usize,
    /// The key.
    pub key: String,
}

/// The rows of a body on their way to their places.
pub(super) struct Placing<'a> {
    input: Input<'a>,
    rows: Vec<Entry<'a>>,
    pub(super) root: Node,
    /// The path to the object that holds everything: empty, or through the items of a bare array.
    base: Vec<Step>,
    pub(super) wrapper: Option<Wrapper>,
    /// Where rows went, by their position in `rows`.
    paths: BTreeMap<usize, Vec<Step>>,
    pub(super) near: Vec<Near>,
    /// Rows that fit nowhere: the body is a map of data.
    pub(super) homeless: Vec<usize>,
}

struct Entry<'a> {
    index: usize,
    row: &'a Row,
    definition: Option<&'a Definition>,
    pattern: Option<Pattern>,
}

impl Entry<'_> {
    fn types(&self) -> Types {
        self.definition.map(|definition| definition.kind.types).unwrap_or_default()
    }
}

type Positions = HashMap<String, Vec<Vec<Step>>>;

impl<'a> Placing<'a> {
    pub(super) fn new(input: Input<'a>, root: Node) -> Self {
        let rows = input
            .operation
            .rows
            .iter()
            .enumerate()
            .filter(|(_, row)| row.direction == Some(input.direction) && row.location == Location::Body)
            .map(|(index, row)| Entry {
                index,
                row,
                definition: input.reference.definition(row),
                pattern: Pattern::parse(&row.name),
            })
            .collect();
        let mut base = Vec::new();
        let mut node = &root;
        while let (Some(items), true) = (node.items.as_deref(), node.members.is_empty()) {
            base.push(Step::Item);
            node = items;
        }
        Self {
            input,
            rows,
            root,
            base,
            wrapper: None,
            paths: BTreeMap::new(),
            near: Vec::new(),
            homeless: Vec::new(),
        }
    }

    pub(super) fn has_rows(&self) -> bool {
        !self.rows.is_empty()
    }

    /// Puts every row at its place.
    pub(super) fn place(&mut self) {
        self.find_wrapper();
        self.find_maps();
        let positions = self.positions();
        self.place_wrapper(&positions);
        self.place_patterns(&positions);
        self.place_shown(&positions);
        self.place_sections();
        self.place_dotted(true);
        self.place_near();
        self.place_absent();
        self.show_examples();
        self.place_dotted(false);
        self.share(&positions);
        self.find_maps_without_samples();
    }

    fn find_wrapper(&mut self) {
        let names: Vec<&str> = self.rows.iter().map(|entry| entry.row.name.as_str()).collect();
        let shown = !self.root.members.is_empty();
        self.wrapper = if shown {
            wrapper::find(&self.root, &names)
        } else if self.base.is_empty() && self.root.seen.count == 0 {
            self.assumed_wrapper().map(|key| Wrapper { key })
        } else {
            None
        };
    }

    fn assumed_wrapper(&self) -> Option<String> {
        let containers: Vec<&str> = self
            .rows
            .iter()
            .filter(|entry| {
                entry.types().meets(Types::CONTAINERS)
                    || entry.types().is_none()
                    || entry.types().has(Types::NULL)
            })
            .map(|entry| entry.row.name.as_str())
            .collect();
        let last = self.input.operation.template.last_literal();
        wrapper::assumed(&containers, last, &self.input.operation.title).map(str::to_owned)
    }

    /// Decides, from the outside in, which of the objects that samples show are maps.
    fn find_maps(&mut self) {
        let positions = self.positions();
        let mut root = std::mem::take(&mut self.root);
        let names: HashMap<&str, &Entry<'_>> =
            self.rows.iter().rev().map(|entry| (entry.row.name.as_str(), entry)).collect();
        let base_has_rows = root.members.keys().any(|key| names.contains_key(key.as_str()));
        let mut path = Vec::new();
        if self.rows.is_empty() || !base_has_rows {
            // A body without any known key at its root may itself be keyed by data.
            self.decide_map(&mut root, "", &path, &names, &positions);
        }
        self.find_maps_below(&mut root, &mut path, &names, &positions);
        self.root = root;
    }

    fn find_maps_below(
        &self,
        node: &mut Node,
        path: &mut Vec<Step>,
        names: &HashMap<&str, &Entry<'_>>,
        positions: &Positions,
    ) {
        for (key, member) in &mut node.members {
            path.push(Step::Key(key.clone()));
            self.decide_map(member, key, path, names, positions);
            self.find_maps_below(member, path, names, positions);
            path.pop();
        }
        if let Some(items) = &mut node.items {
            path.push(Step::Item);
            self.decide_map(items, "", path, names, positions);
            self.find_maps_below(items, path, names, positions);
            path.pop();
        }
    }

    fn decide_map(
        &self,
        node: &mut Node,
        key: &str,
        path: &[Step],
        names: &HashMap<&str, &Entry<'_>>,
        positions: &Positions,
    ) {
        if node.members.is_empty() && !node.seen.types.has(Types::OBJECT) {
            return;
        }
        let row = names.get(key);
        let prose = row
            .and_then(|entry| entry.row.definition)
            .map(|at| self.input.proses.of(self.input.reference, at));
        let question =
            Question { key, prose, dotted_children: !key.is_empty() && self.has_dotted_children(key), node };
        let only_here =
            |name: &str| positions.get(name).is_some_and(|hits| hits.iter().all(|hit| hit.starts_with(path)));
        let is_wrapper = self.wrapper.as_ref().is_some_and(|wrapper| path == wrapper.path());
        let reason = question.decide(|name| names.contains_key(name), only_here);
        // A wrapper is only a map when the text or the name says so: its content is what the table lists.
        let listed = is_wrapper && node.members.keys().any(|key| names.contains_key(key.as_str()));
        let weak = !matches!(reason, Some(super::node::MapReason::StrongText | super::node::MapReason::Name));
        if let Some(reason) = reason.filter(|_| !(listed && weak)) {
            node.become_map(reason);
        }
    }

    /// Do dotted rows name members of it? Rows `x.key` and `x.value` describe the keys and values of a map, not members.
    fn has_dotted_children(&self, key: &str) -> bool {
        let prefix = format!("{key}.");
        let inner = format!(".{prefix}");
        self.rows.iter().any(|entry| {
            let name = entry.row.name.as_str();
            let rest = name.strip_prefix(&prefix).or_else(|| name.split_once(&inner).map(|(_, rest)| rest));
            rest.is_some_and(|rest| !matches!(rest, "key" | "value"))
        })
    }

    /// Where samples show each key, shallowest first; nothing below maps.
    fn positions(&self) -> Positions {
        let mut positions = Positions::new();
        let mut level: Vec<(Vec<Step>, &Node)> = vec![(Vec::new(), &self.root)];
        while !level.is_empty() {
            let mut next = Vec::new();
            for (path, node) in level {
                for (key, member) in &node.members {
                    let mut inner = path.clone();
                    inner.push(Step::Key(key.clone()));
                    positions.entry(key.clone()).or_default().push(inner.clone());
                    next.push((inner, member));
                }
                if let Some(items) = &node.items {
                    let mut inner = path;
                    inner.push(Step::Item);
                    next.push((inner, items));
                }
            }
            level = next;
        }
        positions
    }

    fn content_path(&self) -> Vec<Step> {
        match &self.wrapper {
            Some(wrapper) => wrapper.content_path(&self.root),
            None => self.base.clone(),
        }
    }

    fn place_wrapper(&mut self, positions: &Positions) {
        let Some(wrapper) = self.wrapper.clone() else { return };
        let path = wrapper.path();
        let exact: Vec<usize> = self.open().filter(|at| self.name(*at) == wrapper.key).collect();
        let found = if exact.is_empty() {
            let by_number = self.open().find(|at| {
                let types = self.rows.get(*at).map(Entry::types).unwrap_or_default();
                same_but_number(self.name(*at), &wrapper.key)
                    && !positions.contains_key(self.name(*at))
                    && (types.meets(Types::CONTAINERS) || types.is_none())
            });
            by_number.map(|at| vec![(at, Why::WrapperByNumber)]).unwrap_or_default()
        } else {
            // Rows of the wrapper's name that belong deeper are told apart by windows only, so they all are it.
            exact.into_iter().take_while(|_| true).map(|at| (at, Why::Wrapper)).collect()
        };
        let repeated = positions.get(&wrapper.key).is_some_and(|hits| hits.len() > 1);
        let keep = if repeated { 1 } else { found.len() };
        for (at, why) in found.into_iter().take(keep) {
            self.put(at, path.clone(), why);
        }
        let node = self.root.at_mut(&path);
        node.structural = node.rows.is_empty();
    }

    /// `volumes_{volume_type}` and `{key}`: the names of data.
    fn place_patterns(&mut self, positions: &Positions) {
        let rows: Vec<usize> = self
            .open()
            .filter(|at| self.rows.get(*at).is_some_and(|entry| entry.pattern.is_some()))
            .collect();
        for at in rows {
            let Some(pattern) = self.rows.get(at).and_then(|entry| entry.pattern.clone()) else { continue };
            if self.name(at).contains('.') {
                continue;
            }
            let container = self.pattern_container(at, &pattern, positions);
            let placed = self.placed(at, Why::Placeholder);
            let node = self.root.at_mut(&container);
            if pattern.is_whole() {
                node.become_map(super::node::MapReason::Placeholder);
                if let (Some(values), Some(placed)) = (&mut node.values, placed) {
                    values.rows.push(placed);
                }
                let mut path = container;
                path.push(Step::Key(String::new()));
                self.paths.insert(at, path);
            } else {
                self.put_pattern(at, container, pattern, placed);
            }
        }
    }

    fn put_pattern(&mut self, at: usize, container: Vec<Step>, pattern: Pattern, placed: Option<Placed>) {
        let node = self.root.at_mut(&container);
        let mut shown = Node::default();
        let documented: Vec<String> = self.rows.iter().map(|entry| entry.row.name.clone()).collect();
        let keys: Vec<String> = node
            .members
            .keys()
            .filter(|key| pattern.matches(key) && !documented.contains(key))
            .cloned()
            .collect();
        for key in keys {
            if let Some(member) = node.members.shift_remove(&key) {
                shown.absorb(member);
            }
        }
        shown.rows.extend(placed);
        match node.patterns.iter_mut().find(|(known, _)| *known == pattern) {
            Some((_, known)) => known.absorb(shown),
            None => node.patterns.push((pattern, shown)),
        }
        self.paths.insert(at, container);
    }

    fn pattern_container(&self, at: usize, pattern: &Pattern, positions: &Positions) -> Vec<Step> {
        let shown = (!pattern.is_whole())
            .then(|| {
                let mut hits: Vec<&Vec<Step>> = positions
                    .iter()
                    .filter(|(key, _)| pattern.matches(key))
                    .flat_map(|(_, hits)| hits)
                    .collect();
                hits.sort_by_key(|hit| (hit.len(), format!("{hit:?}")));
                hits.first().map(|hit| hit.split_last().map(|(_, rest)| rest.to_vec()).unwrap_or_default())
            })
            .flatten();
        shown
            .or_else(|| self.container_before(at).filter(|_| pattern.is_whole()))
            .unwrap_or_else(|| self.content_path())
    }

    /// The content of the nearest object row above `at` in the table.
    fn container_before(&self, at: usize) -> Option<Vec<Step>> {
        let (before, entry) = self
            .rows
            .get(..at)?
            .iter()
            .enumerate()
            .rev()
            .find(|(_, entry)| entry.types().meets(Types::CONTAINERS))?;
        if let Some(path) = self.paths.get(&before) {
            return Some(self.through_arrays(path.clone()));
        }
        let mut path = self.content_path();
        path.push(Step::Key(entry.row.name.clone()));
        self.root.at(&path).is_some().then(|| self.through_arrays(path))
    }

    fn through_arrays(&self, mut path: Vec<Step>) -> Vec<Step> {
        let mut node = self.root.at(&path);
        while let Some(items) =
            node.filter(|node| node.members.is_empty()).and_then(|node| node.items.as_deref())
        {
            path.push(Step::Item);
            node = Some(items);
        }
        path
    }

    /// Rows whose name is a key of a sample: shallow ones first, then those that need a choice.
    fn place_shown(&mut self, positions: &Positions) {
        let mut later = Vec::new();
        for group in self.groups() {
            let Some(hits) = group.first().and_then(|at| positions.get(self.name(*at))) else { continue };
            let open: Vec<usize> = group.into_iter().filter(|at| !self.paths.contains_key(at)).collect();
            let free: Vec<&Vec<Step>> = hits.iter().filter(|hit| !self.is_placed_at(hit)).collect();
            let hits = if free.is_empty() { hits.iter().collect() } else { free };
            match (open.as_slice(), hits.as_slice()) {
                ([], _) | (_, []) => {}
                (_, [hit]) => self.put_all(&open, hit),
                (_, [first, ..])
                    if self.is_shallow(first) && (open.len() == 1 || self.are_alternatives(&open)) =>
                {
                    self.put_all(&open, first);
                }
                _ => later.push((open, hits.into_iter().cloned().collect::<Vec<_>>())),
            }
        }
        for (open, hits) in later {
            self.place_among(&open, hits);
        }
    }

    fn put_all(&mut self, rows: &[usize], path: &[Step]) {
        let why = self.why(path);
        for at in rows {
            self.put(*at, path.to_vec(), why);
        }
    }

    /// Several rows of one name, or several places: each row takes the place in the container listed before it; the last one
    /// takes the shallowest that is left.
    fn place_among(&mut self, rows: &[usize], mut hits: Vec<Vec<Step>>) {
        let alternatives = self.are_alternatives(rows);
        let mut waiting = rows.to_vec();
        if !alternatives && rows.len() > 1 {
            waiting.clear();
            for (position, at) in rows.iter().enumerate() {
                let last_for_shallow = position + 1 == rows.len()
                    && waiting.is_empty()
                    && hits.first().is_some_and(|hit| self.is_shallow(hit));
                match self.hit_in_container_before(*at, &hits).filter(|_| !last_for_shallow && hits.len() > 1)
                {
                    Some(found) => {
                        let path = hits.remove(found);
                        self.put(*at, path, Why::Nearest);
                    }
                    None => waiting.push(*at),
                }
            }
        }
        for (count, at) in waiting.iter().enumerate() {
            let found = match hits.first() {
                Some(first) if self.is_shallow(first) => 0,
                _ => self.hit_in_container_before(*at, &hits).unwrap_or(0),
            };
            let last = alternatives || hits.len() == 1 || count + 1 == waiting.len();
            let path = if last { hits.get(found).cloned() } else { Some(hits.remove(found)) };
            if let Some(path) = path {
                let why = if self.is_shallow(&path) { self.why(&path) } else { Why::Nearest };
                self.put(*at, path, why);
            }
        }
    }

    fn hit_in_container_before(&self, at: usize, hits: &[Vec<Step>]) -> Option<usize> {
        (0..at).rev().find_map(|before| {
            let container = self.through_arrays(self.paths.get(&before)?.clone());
            hits.iter().position(|hit| hit.split_last().is_some_and(|(_, rest)| rest == container.as_slice()))
        })
    }

    /// Rows below a title that names an object stand in it.
    fn place_sections(&mut self) {
        let rows: Vec<(usize, String)> =
            self.open().filter_map(|at| Some((at, self.section_object(at)?))).collect();
        for (at, object) in rows {
            let Some(container) = self.find_container(&object) else { continue };
            let mut path = self.through_arrays(container);
            path.push(Step::Key(self.name(at).to_owned()));
            self.put(at, path, Why::Section);
        }
    }

    /// The words of the table's own title that name something: without "request", "parameters", "object" and the like.
    fn section_object(&self, at: usize) -> Option<String> {
        let row = self.rows.get(at)?.row;
        let title = self.input.operation.tables.get(row.table)?.section.first()?;
        let words: Vec<String> = title
            .split('(')
            .next()?
            .split(|c: char| !c.is_alphanumeric())
            .map(str::to_lowercase)
            .filter(|word| !word.is_empty())
            .filter(|word| {
                !matches!(
                    word.as_str(),
                    "request"
                        | "response"
                        | "parameters"
                        | "parameter"
                        | "object"
                        | "objects"
                        | "example"
                        | "body"
                        | "paramters"
                        | "first"
                        | "second"
                )
            })
            .collect();
        (!words.is_empty()).then(|| words.join("_"))
    }

    fn find_container(&self, object: &str) -> Option<Vec<Step>> {
        let mut name = object;
        loop {
            let found = self.paths.iter().find(|(at, path)| {
                same_but_number(self.name(**at), name)
                    && self.root.at(path).is_some()
                    && self.rows.get(**at).is_some_and(|entry| entry.types().meets(Types::CONTAINERS))
            });
            if let Some((_, path)) = found {
                return Some(path.clone());
            }
            (_, name) = name.split_once('_')?;
        }
    }

    /// `a.b.c`: through the tree from the wrapper's content or the root. First those that samples show to the end, later those that only declared rows lead to.
    fn place_dotted(&mut self, shown_only: bool) {
        let rows: Vec<usize> = self.open().filter(|at| self.name(*at).contains('.')).collect();
        for at in rows {
            let name = self.name(at).to_owned();
            let segments: Vec<&str> = name.split('.').filter(|segment| !segment.is_empty()).collect();
            let Some((path, rest)) = self.walk_dotted(&segments) else { continue };
            if rest.is_empty() {
                self.put(at, path, Why::Dotted);
            } else if !shown_only {
                self.put_below(at, path, rest);
            }
        }
    }

    fn put_below(&mut self, at: usize, mut path: Vec<Step>, rest: &[&str]) {
        for segment in rest {
            path = self.through_arrays(path);
            if let (true, "key" | "value") =
                (self.root.at(&path).is_some_and(|node| node.map.is_some()), *segment)
            {
                self.put_on_map(at, path, *segment == "key");
                return;
            }
            if self.root.at(&path).is_some_and(|node| node.items.is_none() && self.is_array(node)) {
                path.push(Step::Item);
            }
            if Pattern::parse(segment).is_some_and(|pattern| pattern.is_whole()) {
                let node = self.root.at_mut(&path);
                node.become_map(super::node::MapReason::Placeholder);
                self.paths.insert(at, path);
                return;
            }
            path.push(Step::Key((*segment).to_owned()));
        }
        self.put(at, path, Why::Dotted);
    }

    /// A row that describes the keys or the values of a map.
    fn put_on_map(&mut self, at: usize, path: Vec<Step>, keys: bool) {
        if let Some(placed) = self.placed(at, Why::Placeholder) {
            let node = self.root.at_mut(&path);
            if keys {
                node.keys.push(placed);
            } else if let Some(values) = &mut node.values {
                values.rows.push(placed);
            }
        }
        self.paths.insert(at, path);
    }

    fn is_array(&self, node: &Node) -> bool {
        node.seen.types.has(Types::ARRAY)
            || node
                .rows
                .iter()
                .filter_map(|placed| self.input.reference.definitions.get(placed.definition?))
                .any(|definition| definition.kind.types == Types::ARRAY)
    }

    /// The longest way that exists, and the segments left over; none if not even the first is there and it is no row.
    fn walk_dotted<'s>(&self, segments: &'s [&'s str]) -> Option<(Vec<Step>, &'s [&'s str])> {
        let content = self.content_path();
        let from_wrapper = self
            .wrapper
            .as_ref()
            .filter(|wrapper| segments.first().is_some_and(|first| same_but_number(first, &wrapper.key)));
        let mut starts = vec![(content.clone(), segments)];
        if content != self.base {
            starts.push((self.base.clone(), segments));
        }
        if from_wrapper.is_some() {
            starts.insert(0, (content, segments.get(1..).unwrap_or_default()));
        }
        let walks = starts.into_iter().map(|(start, segments)| self.walk(start, segments));
        walks
            .min_by_key(|(_, rest)| rest.len())
            .filter(|(_, rest)| rest.len() < segments.len() || segments.len() > 1)
    }

    fn walk<'s>(&self, start: Vec<Step>, segments: &'s [&'s str]) -> (Vec<Step>, &'s [&'s str]) {
        let mut path = start;
        let mut rest = segments;
        while let Some((first, others)) = rest.split_first() {
            let inner = self.through_arrays(path.clone());
            let Some(node) = self.root.at(&inner) else { break };
            let exact = node.members.contains_key(*first).then(|| (*first).to_owned());
            let key = exact.or_else(|| {
                // The prefix of a dotted name may be the singular of a list, or carry another prefix than the key.
                let like = |key: &&String| {
                    same_but_number(key, first) || (first.contains(':') && is_near(key, first))
                };
                (!others.is_empty()).then(|| node.members.keys().find(like).cloned()).flatten()
            });
            let Some(key) = key else { break };
            path = inner;
            path.push(Step::Key(key));
            rest = others;
        }
        (path, rest)
    }

    /// The same name but for `-`, `_`, case or a prefix before `:`.
    fn place_near(&mut self) {
        let rows: Vec<usize> = self.open().filter(|at| !self.name(*at).contains('.')).collect();
        for at in rows {
            let name = self.name(at).to_owned();
            let found = [self.content_path(), self.base.clone()].into_iter().find_map(|container| {
                let node = self.root.at(&container)?;
                let key = node
                    .members
                    .iter()
                    .find(|(key, member)| !member.is_declared() && is_near(key, &name))?
                    .0
                    .clone();
                Some((container, key))
            });
            if let Some((mut path, key)) = found {
                path.push(Step::Key(key.clone()));
                self.put(at, path, Why::NearName);
                if let Some(entry) = self.rows.get(at) {
                    self.near.push(Near { row: entry.index, key });
                }
            }
        }
    }

    /// Rows that no sample shows.
    fn place_absent(&mut self) {
        let rows: Vec<usize> = self.open().filter(|at| !self.name(*at).contains('.')).collect();
        for at in rows {
            let name = self.name(at).to_owned();
            if let Some(path) = self.sibling_path(&name) {
                self.put(at, path, Why::Sibling);
                continue;
            }
            if let Some(mut path) = self.namesake(&name) {
                path.push(Step::Key(name));
                self.put(at, path, Why::Beside);
                continue;
            }
            let content = self.content_path();
            let is_list = content.last() == Some(&Step::Item);
            let mut path = if self.wrapper.is_some() && wrapper::is_beside(&name) && is_list {
                self.base.clone()
            } else {
                content
            };
            if self.root.at(&path).is_some_and(|node| node.map.is_some()) {
                if let Some(entry) = self.rows.get(at) {
                    self.homeless.push(entry.index);
                }
                self.paths.insert(at, path);
                continue;
            }
            path = self.listed_items(path);
            path.push(Step::Key(name));
            self.put(at, path, Why::Assumed);
        }
    }

    /// The object that holds a key with the same name after another prefix (`OS-X:hints` beside `os:hints`): two spellings of one thing stand
    /// at one place.
    fn namesake(&self, name: &str) -> Option<Vec<Step>> {
        let (_, suffix) = name.rsplit_once(':')?;
        [self.base.clone(), self.content_path()].into_iter().find(|container| {
            self.root.at(container).is_some_and(|node| {
                node.members.iter().any(|(key, member)| {
                    key != name
                        && member.is_declared()
                        && key.rsplit_once(':').is_some_and(|(_, other)| other == suffix)
                })
            })
        })
    }

    /// An example in the description of a row shows what samples leave open.
    fn show_examples(&mut self) {
        let paths: Vec<(usize, Vec<Step>)> =
            self.paths.iter().map(|(at, path)| (*at, path.clone())).collect();
        for (at, path) in paths {
            let definition = self.rows.get(at).and_then(|entry| entry.row.definition);
            let Some(example) =
                definition.and_then(|at| self.input.proses.of(self.input.reference, at).example.as_ref())
            else {
                continue;
            };
            let name = self.name(at);
            // An example may show the key together with its value.
            let value = example
                .get(name)
                .filter(|_| example.as_object().is_some_and(|members| members.len() == 1))
                .unwrap_or(example);
            let types = Types::of(value);
            let declared = self.rows.get(at).map(Entry::types).unwrap_or_default();
            if let Some(node) =
                self.root.at(&path).filter(|node| node.map.is_none() && node.content().members.is_empty())
            {
                let fits = node.seen.types.is_none() || node.seen.types.without(Types::NULL).has(types);
                if fits && (declared.is_none() || declared.has(types)) {
                    self.root.at_mut(&path).observe(value, super::node::EXAMPLE, "");
                }
            }
        }
    }

    /// An array whose items nobody has shown still holds what its table lists.
    fn listed_items(&self, mut path: Vec<Step>) -> Vec<Step> {
        if self.root.at(&path).is_some_and(|node| {
            node.items.is_none() && node.members.is_empty() && !path.is_empty() && self.is_array(node)
        }) {
            path.push(Step::Item);
        }
        path
    }

    fn sibling_path(&self, name: &str) -> Option<Vec<Step>> {
        let relative = self.input.siblings?.find(self.input.operation, name)?;
        let (last, container) = relative.split_last()?;
        let mut path = self.content_path();
        path.extend(container.iter().cloned());
        // Only into what this body has too.
        let node = self.root.at(&path).filter(|node| node.map.is_none())?;
        let deeper = !container.is_empty();
        (!deeper || node.is_documented() || !node.members.is_empty())
            .then(|| {
                path.push(last.clone());
                path
            })
            .filter(|_| deeper)
    }

    /// A key that stands in several documented objects is documented in each.
    fn share(&mut self, positions: &Positions) {
        let placed: Vec<(usize, Vec<Step>)> =
            self.paths.iter().map(|(at, path)| (*at, path.clone())).collect();
        for (at, own) in placed {
            let name = self.name(at).to_owned();
            let Some(hits) = positions.get(&name) else { continue };
            for hit in hits.iter().filter(|hit| **hit != own) {
                let container = hit.split_last().map(|(_, rest)| rest).unwrap_or_default();
                if self.is_documented_container(container)
                    && self.root.at(hit).is_some_and(|node| !node.is_declared())
                {
                    self.put_shared(at, hit);
                }
            }
        }
    }

    fn is_documented_container(&self, path: &[Step]) -> bool {
        let end = path.iter().rposition(|step| *step != Step::Item).map_or(0, |at| at + 1);
        let owner = path.get(..end).unwrap_or_default();
        owner.is_empty() || self.root.at(owner).is_some_and(Node::is_documented)
    }

    fn put_shared(&mut self, at: usize, path: &[Step]) {
        if let Some(placed) = self.placed(at, Why::Shared) {
            self.root.at_mut(path).rows.push(placed);
        }
    }

    /// Objects that no sample shows, or only empty ones, may still be maps by their text or name.
    fn find_maps_without_samples(&mut self) {
        let mut root = std::mem::take(&mut self.root);
        self.maps_without_samples(&mut root, "");
        self.root = root;
    }

    fn maps_without_samples(&self, node: &mut Node, key: &str) {
        for (key, member) in &mut node.members {
            self.maps_without_samples(member, key);
        }
        if let Some(items) = &mut node.items {
            self.maps_without_samples(items, "");
        }
        let bare =
            node.members.is_empty() && node.items.is_none() && node.map.is_none() && node.patterns.is_empty();
        let definition = node.rows.first().and_then(|placed| placed.definition);
        let Some(definition) = definition.filter(|_| bare) else { return };
        let declared = self
            .input
            .reference
            .definitions
            .get(definition)
            .map(|definition| definition.kind.types)
            .unwrap_or_default();
        if !declared.has(Types::OBJECT) {
            return;
        }
        let question = Question {
            key,
            prose: Some(self.input.proses.of(self.input.reference, definition)),
            dotted_children: false,
            node,
        };
        if let Some(reason) = question.decide(|_| false, |_| false) {
            node.become_map(reason);
        }
    }

    // ---- small questions -------------------------------------------------

    /// Rows without a place, in the order of the tables.
    fn open(&self) -> impl Iterator<Item = usize> + '_ {
        (0..self.rows.len()).filter(|at| !self.paths.contains_key(at))
    }

    fn name(&self, at: usize) -> &str {
        self.rows.get(at).map_or("", |entry| entry.row.name.as_str())
    }

    /// Open rows of equal name, by first appearance.
    fn groups(&self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut known: HashMap<&str, usize> = HashMap::new();
        for at in self.open() {
            let slot = *known.entry(self.name(at)).or_insert_with(|| {
                groups.push(Vec::new());
                groups.len() - 1
            });
            if let Some(group) = groups.get_mut(slot) {
                group.push(at);
            }
        }
        groups
    }

    /// Do the rows stand for one thing: the same entry, or windows that never meet?
    fn are_alternatives(&self, rows: &[usize]) -> bool {
        let entries: Vec<&Row> = rows.iter().filter_map(|at| Some(self.rows.get(*at)?.row)).collect();
        entries.iter().enumerate().all(|(at, one)| {
            entries
                .iter()
                .skip(at + 1)
                .all(|other| one.definition == other.definition || !one.window.overlaps(other.window))
        })
    }

    fn is_shallow(&self, path: &[Step]) -> bool {
        let container = path.split_last().map(|(_, rest)| rest).unwrap_or_default();
        container == self.base.as_slice() || container == self.content_path().as_slice()
    }

    fn is_placed_at(&self, path: &[Step]) -> bool {
        self.root.at(path).is_some_and(Node::is_declared)
    }

    fn why(&self, path: &[Step]) -> Why {
        let container = path.split_last().map(|(_, rest)| rest).unwrap_or_default();
        if container == self.base.as_slice() {
            Why::Root
        } else if container == self.content_path().as_slice() {
            Why::InWrapper
        } else {
            Why::Deeper
        }
    }

    fn placed(&self, at: usize, why: Why) -> Option<Placed> {
        let entry = self.rows.get(at)?;
        Some(Placed {
            operation: self.input.number,
            row: entry.index,
            definition: entry.row.definition,
            window: entry.row.window,
            required: entry.definition.is_some_and(|definition| definition.required),
            why,
        })
    }

    fn put(&mut self, at: usize, path: Vec<Step>, why: Why) {
        if let Some(placed) = self.placed(at, why) {
            let node = self.root.at_mut(&path);
            if !node.rows.iter().any(|known| {
                known.definition == placed.definition
                    && known.definition.is_some()
                    && known.window == placed.window
            }) {
                node.rows.push(placed);
            }
        }
        self.paths.insert(at, path);
    }
}

fn is_near(key: &str, name: &str) -> bool {
    let prefixed = key.contains(':') || name.contains(':');
    folded(key) == folded(name) || (prefixed && after_prefix(key) == after_prefix(name))
}
