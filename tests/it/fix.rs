//! Fixes: what they mend, what they leave alone, and how the command writes them.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use apiref::{FixLevel, FixOptions, Mended, mend};

use crate::apiref::{on_tree, project};
use crate::mistakes::{MISTAKES, generated, replaced};
use crate::repository::git;
use crate::tree::{Tree, own_trees};

/// The mistakes whose fix gives back what stood there before, to the byte.
const RESTORED: [&str; 27] = [
    "a key twice",
    "a verb is misspelt",
    "a colon of a method is missing",
    "a colon of a sample is missing",
    "a colon of a table is missing",
    "a colon of codes is missing",
    "a colon of an include is missing",
    "a colon of a key is missing",
    "a blank before a method is missing",
    "a blank after the colons is missing",
    "an empty line before rows is missing",
    "an empty line before codes is missing",
    "an empty line after a method is missing",
    "an empty line before a title is missing",
    "a title is indented",
    "an option is not indented",
    "a wrong sample",
    "a wrong dictionary",
    "a wrong status file",
    "a wrong truth",
    "a wrong field",
    "a wrong reference",
    "a comma of a sample is missing",
    "a comma too many",
    "quotes of another kind",
    "a row twice",
    "a brace of a sample is missing",
];

fn suggested() -> FixOptions {
    let mut options = FixOptions::default();
    options.level = FixLevel::Suggested;
    options
}

fn mended(texts: &BTreeMap<String, String>) -> Option<Mended> {
    let tree = Tree::of_texts(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())))?;
    Some(mend(&tree.analysis, &suggested()).unwrap())
}

#[test]
fn mistakes_are_undone() {
    let sound = generated();
    let mut restored = Vec::new();
    for (name, file, from, to) in MISTAKES {
        let file = format!("api-ref/source/{file}");
        let at = sound[&file].find(from).unwrap();
        let mut texts = sound.clone();
        texts.insert(file.clone(), replaced(&sound[&file], at, from, to).0);
        let Some(mended) = mended(&texts) else { continue };
        texts.extend(mended.files.into_iter().map(|changed| (changed.path, changed.after)));
        if texts == sound {
            restored.push(*name);
        }
    }
    let missing: Vec<_> = RESTORED.iter().filter(|name| !restored.contains(*name)).collect();
    assert!(missing.is_empty(), "not restored: {missing:?}\nrestored: {restored:?}");
}

#[test]
fn other_places_names_and_keys_are_undone() {
    let sound = generated();
    let entry = "title:\n  description: |\n    Something.\n  in: body";
    let in_path = entry.replace("body", "path");
    let in_query = entry.replace("body", "query");
    for (file, from, to) in [
        ("parameters.yaml", entry, in_path.as_str()),
        ("parameters.yaml", entry, &in_query),
        ("index.rst", "- title: title", "- title: title_of_books"),
        ("index.rst", "- title: title", "- title: title_gone"),
        ("show.json", "\"title\"", "\"titles\""),
        ("show.json", "\"id\"", "\"id_x\""),
        ("list.json", "\"title\"", "\"title-\""),
    ] {
        let file = format!("api-ref/source/{file}");
        let mut texts = sound.clone();
        texts.insert(file.clone(), sound[&file].replacen(from, to, 1));
        assert_ne!(texts, sound, "{to}");
        let mended = mended(&texts).unwrap();
        texts.extend(mended.files.into_iter().map(|changed| (changed.path, changed.after)));
        assert_eq!(texts == sound, to != "- title: title_of_books", "{to}: {texts:#?}");
    }
}

#[test]
fn several_mistakes_are_undone_together() {
    let sound = generated();
    let mut texts = sound.clone();
    for (file, from, to) in [
        ("index.rst", "rest_method::", "rest_method:"),
        ("parameters.yaml", "required: true", "required: ture"),
        ("show.json", "{\n  \"id\": \"1\",\n  \"title\": \"a\"\n}", "{\n  'id': '1'\n  \"title\": 'a',\n}"),
    ] {
        let file = format!("api-ref/source/{file}");
        let text = sound[&file].replacen(from, to, 1);
        assert_ne!(text, sound[&file]);
        texts.insert(file, text);
    }
    let mended = mended(&texts).unwrap();
    texts.extend(mended.files.into_iter().map(|changed| (changed.path, changed.after)));
    assert_eq!(texts, sound);
}

/// A tree with one operation: its first line, its rows, the entries, and what a sample shows.
fn book(method: &str, direction: &str, rows: &str, entries: &str, sample: &str) -> BTreeMap<String, String> {
    let text = format!(
        "Books\n=====\n\nAdd a book\n----------\n\n.. rest_method:: {method}\n\nNormal response codes: \
         201\n\n{direction}\n~~~~~~~~\n\n.. rest_parameters:: parameters.yaml\n\n{rows}\n.. literalinclude:: \
         book.json\n   :language: javascript\n"
    );
    let files = [("index.rst", text.as_str()), ("parameters.yaml", entries), ("book.json", sample)];
    files.map(|(name, text)| (format!("api-ref/source/{name}"), text.to_owned())).into_iter().collect()
}

/// The titles of the fixes of such a tree.
fn offered(direction: &str, rows: &str, entries: &str, sample: &str) -> Vec<String> {
    let files = book("POST /books", direction, rows, entries, sample);
    let tree = Tree::of_texts(files.iter().map(|(path, text)| (path.as_str(), text.as_str()))).unwrap();
    let fixes = tree.findings().iter().flat_map(|finding| finding.fixes().to_vec()).collect::<Vec<_>>();
    fixes.iter().map(|fix| fix.title.to_string()).collect()
}

/// What such a tree is with its fixes: the first lines of the operation and the rows, and the dictionary.
fn repaired(texts: &BTreeMap<String, String>) -> (String, String) {
    let mut texts = texts.clone();
    let mended = mended(&texts).unwrap();
    texts.extend(mended.files.into_iter().map(|changed| (changed.path, changed.after)));
    let index = texts.remove("api-ref/source/index.rst").unwrap();
    (index, texts.remove("api-ref/source/parameters.yaml").unwrap())
}

fn entry(name: &str, kind: &str, description: &str) -> String {
    format!("{name}:\n  description: |\n    {description}\n  in: body\n  required: true\n  type: {kind}\n")
}

#[test]
fn what_may_be_right_is_left_alone() {
    let none: [&str; 0] = [];
    // What a service answers is likelier right than what its text says of it, and is likelier old than wrong.
    let (rows, pages) = ("   - pages: pages\n", entry("pages", "integer", "The pages."));
    assert_eq!(offered("Response", rows, &pages, "{\"pages\": \"8\"}"), none);
    assert_eq!(offered("Request", rows, &pages, "{\"pages\": \"8\"}"), ["write `8` without quotes"]);
    let rows = "   - pages: pages\n   - title: title\n";
    let two = pages.clone() + &entry("title", "string", "The title.");
    assert_eq!(offered("Response", rows, &two, "{\"title\": \"a\"}"), none);
    assert_eq!(offered("Request", rows, &two, "{\"title\": \"a\"}"), ["write `required: false`"]);
    // A description that names a type would contradict another one.
    let (rows, show) = ("   - page: page\n", "{\"page\": {\"number\": 1}}");
    let listed = entry("page", "array", "A list of pages.");
    assert!(!offered("Response", rows, &listed, show).contains(&"change the type to `object`".to_owned()));
    // An entry that is the name of something else in other rows, or stands in the table already.
    let (rows, show) = ("   - id: book_id\n   - next: book_id\n", "{\"id\": \"a\", \"next\": null}");
    assert_eq!(offered("Response", rows, &entry("book_id", "string", "The ID."), show), none);
    let (rows, show) = ("   - id: book_id\n", "{\"id\": \"a\", \"book_id\": \"b\"}");
    assert_eq!(offered("Response", rows, &entry("book_id", "string", "The ID."), show), none);
    // A key that differs in number from a row that no other sample shows.
    let (rows, show) = ("   - levels: levels\n", "{\"level\": \"a\"}");
    assert_eq!(offered("Request", rows, &entry("levels", "string", "The level."), show), none);
}

#[test]
fn a_sentence_about_null_stands_by_itself() {
    let rows = "   - title: title\n";
    let with = |description: &str| {
        let entries = entry("title", "string", description);
        let texts = book("GET /book", "Response", rows, &entries, "{\"title\": null}\n");
        repaired(&texts).1.split("  in:").next().unwrap_or_default().to_owned()
    };
    let (head, sentence) = ("title:\n  description: |\n    ", "The value may be ``null``.\n");
    assert_eq!(with("The title."), format!("{head}The title.\n    {sentence}"));
    assert_eq!(with("The title"), format!("{head}The title.\n    {sentence}"));
    assert_eq!(
        with("One of:\n\n    - a\n    - b"),
        format!("{head}One of:\n\n    - a\n    - b\n\n    {sentence}")
    );
}

#[test]
fn entries_are_made_in_the_order_and_layout_of_the_file() {
    let todo = |key: &str, kind: &str| {
        entry(key, kind, &format!("TODO: describe ``{key}``.")).replace("required: true", "required: false")
    };
    // A key without an entry: below the one before it by name, with the empty line that parts the others.
    let (id, year) = (entry("id", "string", "The ID."), entry("year", "integer", "The year."));
    let rows = "   - id: id\n   - year: year\n";
    let sample = "{\"id\": \"a\", \"title\": \"b\", \"year\": 1}";
    let texts = book("POST /books", "Response", rows, &format!("{id}\n{year}"), sample);
    let (index, dictionary) = repaired(&texts);
    assert!(index.contains("   - id: id\n   - title: title\n   - year: year\n"), "{index}");
    assert_eq!(dictionary, format!("{id}\n{}\n{year}", todo("title", "string")));
    // What is around all others stands above them.
    let sample = "{\"book\": {\"id\": \"a\", \"year\": 1}}";
    let (index, dictionary) =
        repaired(&book("POST /books", "Response", rows, &format!("{id}{year}"), sample));
    assert!(index.contains("   - book: book\n   - id: id\n   - year: year\n"), "{index}");
    let around = todo("book", "object").replace("required: false", "required: true");
    assert_eq!(dictionary, format!("{around}{id}{year}"));
    // Beside entries that might be meant none is made: nobody knows which.
    let sample = "{\"id\": \"a\", \"title\": \"b\", \"year\": 1}";
    let spare = entry("title_1", "string", "The title.") + &entry("title_2", "string", "The title of it.");
    let entries = format!("{id}{spare}{year}");
    assert_eq!(
        offered("Response", rows, &entries, sample).iter().filter(|title| title.contains("TODO")).count(),
        0
    );
    // In braces as its neighbours.
    let flow = |name: &str, text: &str, kind: &str, required: bool| {
        format!("{name}: {{in: body, type: {kind}, required: {required}, description: \"{text}\"}}\n")
    };
    let entries = flow("id", "The ID.", "string", true) + &flow("year", "The year.", "integer", true);
    let sample = "{\"id\": \"a\", \"title\": \"b\", \"year\": 1}";
    let dictionary = repaired(&book("POST /books", "Response", rows, &entries, sample)).1;
    let title = flow("title", "TODO: describe ``title``.", "string", false);
    assert_eq!(dictionary, entries.replace("year: {", &format!("{title}year: {{")));
    // A variable of the URL without an entry stands before what is in bodies.
    let sample = "{\"year\": 1}";
    let (index, dictionary) =
        repaired(&book("POST /books/{id}", "Request", "   - year: year\n", &year, sample));
    assert!(index.contains("   - id: id\n   - year: year\n"), "{index}");
    let in_path = entry("id", "string", "TODO: describe ``id``.").replace("in: body", "in: path");
    assert_eq!(dictionary, format!("{in_path}{year}"));
    // The entry of a body that a variable of a URL names is copied, where the body needs it as it is.
    let more = "   - id: id\n   - year: year\n\nResponse\n~~~~~~~~\n\n.. rest_parameters:: parameters.yaml\n\n   - id: id\n   - year: year\n";
    let texts =
        book("POST /books/{id}", "Request", more, &format!("{id}{year}"), "{\"id\": \"a\", \"year\": 1}");
    let (index, dictionary) = repaired(&texts);
    assert!(index.contains("   - id: id_path\n   - year: year\n\nResponse"), "{index}");
    let in_path = id.replace("id:\n", "id_path:\n").replace("in: body", "in: path");
    assert_eq!(dictionary, format!("{in_path}{id}{year}"));
}

#[test]
fn an_entry_that_travels_otherwise_moves_to_its_place() {
    let (limit, year) = (entry("limit", "integer", "The limit."), entry("year", "integer", "The year."));
    let in_path = |entry: &str| entry.replace("in: body", "in: path");
    let zone = in_path(&entry("zone", "string", "The zone."));
    let rows = "   - zone: zone\n   - limit: limit\n";
    let texts = |limit: &str| {
        book("GET /books/{zone}", "Request", rows, limit, "{\"year\": 1}").into_iter().map(|(path, text)| {
            let shown = "Response\n~~~~~~~~\n\n.. rest_parameters:: parameters.yaml\n\n   - year: year\n\n.. literalinclude";
            (path, text.replace(".. literalinclude", shown))
        })
    };
    let wrong = format!("{}\n{zone}\n{year}", in_path(&limit));
    let right = format!("{zone}\n{}\n{year}", limit.replace("in: body", "in: query"));
    assert_eq!(repaired(&texts(&wrong).collect()).1, right);
    // Where it may stay among its neighbours only the field changes.
    let wrong = format!("{}{year}", in_path(&limit));
    let rows = rows.replace("   - zone: zone\n", "");
    let texts = texts(&wrong)
        .map(|(path, text)| (path, text.replace("   - zone: zone\n", "").replace("/books/{zone}", "/books")));
    assert_eq!(repaired(&texts.collect()).1, wrong.replace("in: path", "in: query"), "{rows}");
}

#[test]
fn an_entry_is_not_copied_with_the_text_of_another_thing() {
    let name = |of: &str| entry("name", "string", &format!("The {of} name."));
    let shelf = entry("shelf", "object", "The shelf.");
    let with = |of: &str| {
        let mut texts = book(
            "GET /books/{name}",
            "Request",
            "   - name: name\n",
            &format!("{}{shelf}", name(of)),
            "{\"shelf\": {\"name\": \"a\"}}",
        );
        let more = "\nAdd a shelf\n-----------\n\n.. rest_method:: POST /shelves\n\nNormal response codes: 201\n\nRequest\n~~~~~~~\n\n.. rest_parameters:: parameters.yaml\n\n   - shelf: shelf\n   - name: name\n\n.. literalinclude:: book.json\n";
        let index = texts.get_mut("api-ref/source/index.rst").unwrap();
        *index = index.replace("\n.. literalinclude:: book.json\n   :language: javascript\n", "") + more;
        repaired(&texts).1
    };
    assert!(
        with("book").contains("name_path:\n  description: |\n    The book name.\n  in: path"),
        "{}",
        with("book")
    );
    assert!(
        with("shelf").contains("name_path:\n  description: |\n    TODO: describe ``name``.\n  in: path"),
        "{}",
        with("shelf")
    );
}

#[test]
fn a_variable_gets_the_entry_that_the_file_has_for_it() {
    let year = entry("year", "integer", "The year.");
    let in_path = |name: &str| entry(name, "string", "The ID.").replace("in: body", "in: path");
    let rows = "   - year: year\n";
    // One that no row names, called after the variable.
    let entries = format!("{}{year}", in_path("id_path_2_no_version"));
    let index = repaired(&book("POST /books/{id}", "Request", rows, &entries, "{\"year\": 1}")).0;
    assert!(index.contains("   - id: id_path_2_no_version\n   - year: year\n"), "{index}");
    // The one that other rows of the file name, though another has the plain name.
    let more = "\nShow a book\n-----------\n\n.. rest_method:: GET /books/{id}\n\nNormal response codes: 204\n\nRequest\n~~~~~~~\n\n.. rest_parameters:: parameters.yaml\n\n   - id: id_of_any\n";
    let entries = format!("{}{}{year}", in_path("id"), in_path("id_of_any"));
    let mut texts = book("POST /books/{id}", "Request", rows, &entries, "{\"year\": 1}");
    texts.get_mut("api-ref/source/index.rst").unwrap().push_str(more);
    let index = repaired(&texts).0;
    assert!(index.contains("   - id: id_of_any\n   - year: year\n"), "{index}");
}

#[test]
fn titles_of_operations_get_the_line_of_the_others() {
    let one = |title: &str, verb: &str, mark: &str| {
        let line = mark.repeat(title.len());
        format!("\n{title}\n{line}\n\n.. rest_method:: {verb} /books\n\nNormal response codes: 204\n")
    };
    let text = |last: &str| {
        let others = one("Delete books", "DELETE", "-") + &one("Print books", "PUT", "-");
        format!("Books\n=====\n{others}\nRequest\n~~~~~~~\n{}", one("Sort books", "POST", last))
    };
    let files = BTreeMap::from([("api-ref/source/index.rst".to_owned(), text("~"))]);
    let after: Vec<String> = mended(&files).unwrap().files.into_iter().map(|file| file.after).collect();
    assert_eq!(after, [text("-")]);
}

#[test]
fn what_stands_beside_a_wrong_value_is_as_wrong() {
    let names = ["links", "self", "object"];
    let entries = names.map(|name| entry(name, "object", "What it leads to.")).concat();
    let mut files = BTreeMap::from([("api-ref/source/parameters.yaml".to_owned(), entries)]);
    let mut index = "Books\n=====\n".to_owned();
    for number in 0..6 {
        let address = format!("\"http://a/{number}\"");
        let (row, links) = match number {
            0 => ("   - object: object\n", format!("\"self\": {address}, \"object\": {address}")),
            _ => ("", format!("\"self\": {{\"href\": {address}}}")),
        };
        files.insert(format!("api-ref/source/book{number}.json"), format!("{{\"links\": {{{links}}}}}"));
        index.push_str(&format!(
            "\nShow book {number}\n-----------\n\n.. rest_method:: GET /books{number}\n\nNormal response codes: \
             200\n\nResponse\n~~~~~~~~\n\n.. rest_parameters:: parameters.yaml\n\n   - links: links\n   - self: \
             self\n{row}\n.. literalinclude:: book{number}.json\n"
        ));
    }
    files.insert("api-ref/source/index.rst".to_owned(), index);
    let applied: Vec<String> = mended(&files).unwrap().applied.into_iter().map(|fix| fix.title).collect();
    assert!(!applied.iter().any(|title| title.starts_with("change the type")), "{applied:?}");
}

#[test]
fn a_list_called_by_one_of_its_things_gets_the_name_of_the_row() {
    let (books, rows) = (entry("books", "array", "The books."), "   - books: books\n");
    let one = "{\"book\": [1]}";
    assert_eq!(offered("Response", rows, &books, one), ["call the key `books`, as the row does"]);
}

#[test]
fn variables_get_braces_and_rows_of_both_sides_their_place() {
    let (id, year) = (entry("id", "string", "The ID."), entry("year", "integer", "The year."));
    let in_path = id.replace("in: body", "in: path");
    let rows = "   - id: id\n   - year: year\n";
    let texts = book("POST /books/<id>", "Request", rows, &format!("{in_path}{year}"), "{\"year\": 1}");
    assert!(repaired(&texts).0.contains(".. rest_method:: POST /books/{id}\n"));
    let rows = "   - year: year\n\n.. literalinclude:: book.json\n\nResponse\n~~~~~~~~\n\n.. rest_parameters:: parameters.yaml\n\n   - year: year\n";
    let wrong = year.replace("in: body", "in: query");
    let texts = book("POST /books", "Request", rows, &wrong, "{\"year\": 1}");
    assert_eq!(repaired(&texts).1, year);
}

/// What stands below the title of an operation once its fixes are applied.
fn mended_list(texts: &BTreeMap<String, String>) -> String {
    let mended = mended(texts).unwrap();
    let list = mended.files.into_iter().find(|file| file.path.ends_with("list.inc"));
    list.map(|file| file.after).unwrap_or_default()
}

#[test]
fn codes_in_the_wrong_list_move_to_the_other() {
    let (lead, code) = ("codes: 200", |codes: &str, errors: &str| {
        format!("codes: {codes}\n\nError response codes: {errors}")
    });
    for (wrong, right) in [
        (code("200, 404", "400"), code("200", "400, 404")),
        (code("forbidden(403), 200", "conflict(409)"), code("200", "conflict(409), forbidden(403)")),
        (code("200", "202, 400"), code("200, 202", "400")),
    ] {
        let mut texts = generated();
        let list = texts.get_mut("api-ref/source/list.inc").unwrap();
        let wanted = list.replacen(lead, &right, 1);
        *list = list.replacen(lead, &wrong, 1);
        assert_eq!(mended_list(&texts), wanted);
    }
    // The only one of its list stays: nobody knows whether the list has to go.
    let mut texts = generated();
    let list = texts.get_mut("api-ref/source/list.inc").unwrap();
    *list = list.replacen(lead, &code("404", "400"), 1);
    assert_eq!(mended_list(&texts), "");
}

#[test]
fn a_sample_that_lies_there_is_shown() {
    let mut texts = generated();
    let list = texts.get_mut("api-ref/source/list.inc").unwrap();
    list.push_str(
        "\nAdd a book\n----------\n\n.. rest_method:: POST /books\n\nAdds a book.\n\nNormal response codes: \
         201\n\nRequest\n~~~~~~~\n\n.. rest_parameters:: parameters.yaml\n\n   - title: title\n\n.. \
         literalinclude:: add-request.json\n   :language: javascript\n\nResponse\n~~~~~~~~\n\n.. rest_parameters:: \
         parameters.yaml\n\n   - id: id\n   - title: title\n",
    );
    let wanted = format!("{list}\n.. literalinclude:: add-response.json\n   :language: javascript\n");
    texts.insert("api-ref/source/add-request.json".to_owned(), "{\"title\": \"a\"}\n".to_owned());
    texts.insert(
        "api-ref/source/add-response.json".to_owned(),
        "{\"id\": \"1\", \"title\": \"a\"}\n".to_owned(),
    );
    assert_eq!(mended_list(&texts), wanted);
}

#[test]
fn the_sample_of_a_list_makes_way_for_one_of_the_thing() {
    let rows = "   - name: name\n";
    let list = "{\"racks\": [{\"name\": \"a\"}, {\"name\": \"b\"}]}\n";
    let mut texts = book("GET /racks", "Response", "   - racks: racks\n   - name: name\n", "", list);
    let show =
        book("GET /racks/{rack_id}", "Response", rows, "", "").remove("api-ref/source/index.rst").unwrap();
    let show = show.replace("Books\n=====\n\nAdd a book\n----------\n", "Show a rack\n-----------\n");
    let request =
        "Request\n~~~~~~~\n\n.. rest_parameters:: parameters.yaml\n\n   - rack_id: rack_id\n\nResponse\n";
    let show = show.replacen("Response\n", request, 1);
    texts.get_mut("api-ref/source/index.rst").unwrap().push_str(&format!("\n{show}"));
    let entries = entry("name", "string", "The name.") + &entry("racks", "array", "The racks.");
    let path = entry("rack_id", "string", "The rack.").replace("in: body", "in: path");
    texts.insert("api-ref/source/parameters.yaml".to_owned(), path + &entries);
    texts.insert("api-ref/source/rack-show.json".to_owned(), "{\"name\": \"a\"}\n".to_owned());
    let (index, _) = repaired(&texts);
    assert_eq!(index.matches("literalinclude:: book.json").count(), 1, "{index}");
    assert_eq!(index.matches("literalinclude:: rack-show.json").count(), 1, "{index}");
}

#[test]
fn readings_of_the_tree_are_bounded() {
    let mut texts = generated();
    // Two mistakes that bring input back one after the other, so that one reading mends one of them.
    for (file, from, to) in [
        ("index.rst", "rest_method::", "rest_method:"),
        ("parameters.yaml", "required: true", "required: ture"),
    ] {
        let text = texts.get_mut(&format!("api-ref/source/{file}")).unwrap();
        *text = text.replacen(from, to, 1);
    }
    let tree = Tree::of_texts(texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))).unwrap();
    let with = |readings: usize| {
        let mut options = suggested();
        options.readings = readings;
        mend(&tree.analysis, &options).unwrap()
    };
    let cut = with(1);
    assert!(cut.is_cut && cut.left > 0, "{cut:?}");
    let whole = with(64);
    assert!(!whole.is_cut && whole.applied.len() > cut.applied.len(), "{whole:?}");
}

#[test]
fn what_fails_in_many_operations_is_found_in_few_readings() {
    let rows = ".. rest_parameters:: parameters.yaml\n\n   - title: title\n";
    let mut texts = BTreeMap::from([
        ("api-ref/source/parameters.yaml".to_owned(), entry("title", "string", "The title.")),
        ("api-ref/source/index.rst".to_owned(), "Books\n=====\n".to_owned()),
    ]);
    for number in 0..16 {
        // The response that lies there would bring a key that no table has.
        let samples = [("request", "{\"title\": \"a\"}"), ("response", "{\"title\": \"a\", \"other\": 1}")];
        for (side, sample) in samples {
            texts.insert(format!("api-ref/source/add{number}-{side}.json"), sample.to_owned());
        }
        let operation = format!(
            "\nAdd book {number}\n-----------\n\n.. rest_method:: POST /books{number}\n\nNormal response codes: \
             201\n\nRequest\n~~~~~~~\n\n{rows}\n.. literalinclude:: add{number}-request.json\n\nResponse\n~~~~~~~~\n\n{rows}"
        );
        texts.get_mut("api-ref/source/index.rst").unwrap().push_str(&operation);
    }
    let tree = Tree::of_texts(texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))).unwrap();
    let mut options = suggested();
    options.readings = 3;
    let mended = mend(&tree.analysis, &options).unwrap();
    assert_eq!((mended.is_cut, mended.applied.len(), mended.refused), (false, 0, 16), "{mended:?}");
}

#[test]
fn an_entry_that_nothing_used_before_is_not_taken_away_with_another_fix() {
    let entries = entry("name", "string", "The name.") + &entry("later", "string", "Used by nobody yet.");
    let mut texts = book("POST /books", "Request", "   - name: name\n", &entries, "");
    let index = texts.get_mut("api-ref/source/index.rst").unwrap();
    let (before, _) = index.split_once(".. literalinclude").unwrap();
    *index = format!("{before}.. code-block:: json\n\n   {{\n     \"name\": \"A\",\n   }}\n");
    texts.remove("api-ref/source/book.json");
    let tree = Tree::of_texts(texts.iter().map(|(path, text)| (path.as_str(), text.as_str()))).unwrap();
    let mended = mend(&tree.analysis, &FixOptions::default()).unwrap();
    let changed: Vec<&str> = mended.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(changed, ["api-ref/source/index.rst"]);
}

#[test]
fn a_second_run_finds_nothing_to_do_and_nothing_new_comes() {
    let mut changed = 0;
    for folder in own_trees() {
        let Some(tree) = Tree::read(&folder.join("api-ref")) else { continue };
        let first = mend(&tree.analysis, &suggested()).unwrap();
        if first.files.is_empty() {
            continue;
        }
        changed += 1;
        let copy = tempfile::tempdir().unwrap();
        copy_tree(&folder.join("api-ref"), copy.path());
        for file in &first.files {
            fs::write(copy.path().join(&file.path), &file.after).unwrap();
        }
        let again = Tree::read(copy.path()).unwrap();
        let second = mend(&again.analysis, &suggested()).unwrap();
        assert_eq!(second.applied, [], "{}", folder.display());
        let lost = |tree: &Tree| tree.findings().iter().filter(|finding| finding.is_unread()).count();
        assert!(lost(&again) <= lost(&tree), "{}", folder.display());
    }
    assert!(changed > 20, "{changed} trees");
}

fn copy_tree(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).into_iter().filter_map(Result::ok) {
        let target = to.join(entry.path().strip_prefix(from).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(target).unwrap();
        } else if entry.file_type().is_file() {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A tree on the disk with one mistake, in a repository if wanted.
fn on_disk(file: &str, from: &str, to: &str, is_committed: bool) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in generated() {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let path = folder.path().join("api-ref/source").join(file);
    let text = fs::read_to_string(&path).unwrap().replacen(from, to, 1);
    fs::write(&path, text).unwrap();
    if is_committed {
        git(folder.path(), &["init", "--quiet"]);
        git(folder.path(), &["add", "--all"]);
        git(folder.path(), &["commit", "--quiet", "--message", "Begin"]);
    }
    folder
}

#[test]
fn the_command_shows_and_then_writes() {
    let folder = on_disk("show.json", "\"a\"\n", "\"a\",\n", true);
    let sample = folder.path().join("api-ref/source/show.json");
    let before = fs::read_to_string(&sample).unwrap();
    let shown = on_tree("fix", folder.path(), &["--diff"]);
    assert_eq!(shown.code, Some(1));
    assert!(shown.stdout.contains("-  \"title\": \"a\",\n+  \"title\": \"a\"\n"), "{}", shown.stdout);
    assert!(shown.stderr.contains("1 finding can be mended in 1 file; "), "{}", shown.stderr);
    assert_eq!(fs::read_to_string(&sample).unwrap(), before);

    let run = on_tree("fix", folder.path(), &[]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    assert!(run.stdout.starts_with("api-ref/source/show.json:4:1: [sample-not-json] "), "{}", run.stdout);
    assert!(run.stderr.contains("1 finding mended in 1 file; "), "{}", run.stderr);
    assert_eq!(fs::read_to_string(&sample).unwrap(), generated()["api-ref/source/show.json"]);
    let again = on_tree("fix", folder.path(), &["--diff"]);
    assert_eq!((again.code, again.stdout.as_str()), (Some(0), ""));
}

#[test]
fn files_with_changes_of_their_own_are_left_alone() {
    let folder = on_disk("show.json", "\"a\"\n", "\"a\",\n", true);
    let sample = folder.path().join("api-ref/source/show.json");
    let changed = fs::read_to_string(&sample).unwrap() + "\n";
    fs::write(&sample, &changed).unwrap();
    let refused = on_tree("fix", folder.path(), &[]);
    assert_eq!(refused.code, Some(2));
    assert!(refused.stderr.contains("--allow-dirty"), "{}", refused.stderr);
    assert_eq!(fs::read_to_string(&sample).unwrap(), changed);
    assert_eq!(on_tree("fix", folder.path(), &["--allow-dirty"]).code, Some(0));
    assert_ne!(fs::read_to_string(&sample).unwrap(), changed);
}

#[test]
fn marks_and_ends_of_lines_stay() {
    let folder = on_disk("show.json", "\"a\"\n", "\"a\",\n", false);
    let sample = folder.path().join("api-ref/source/show.json");
    let marked = format!("\u{feff}{}", fs::read_to_string(&sample).unwrap().replace('\n', "\r\n"));
    fs::write(&sample, &marked).unwrap();
    assert_eq!(on_tree("fix", folder.path(), &[]).code, Some(0));
    assert_eq!(fs::read_to_string(&sample).unwrap(), marked.replace("\"a\",", "\"a\""));
}

#[test]
fn only_what_is_asked_for_is_mended() {
    let folder = on_disk("index.rst", "   - title: title", "   - title: titel", false);
    assert_eq!(on_tree("fix", folder.path(), &["--diff"]).code, Some(0), "a name is no safe fix");
    let other = on_tree("fix", folder.path(), &["--diff", "--suggested", "--select", "sample-*"]);
    assert_eq!(other.code, Some(0));
    let all = on_tree("fix", folder.path(), &["--diff", "--suggested"]);
    assert_eq!(all.code, Some(1), "{}", all.stderr);
    let unknown = on_tree("fix", folder.path(), &["--finding", "nothing", "--diff", "--suggested"]);
    assert_eq!(unknown.code, Some(0));
    let nobody = on_tree("fix", folder.path(), &["--interactive", "--suggested"]);
    assert!(nobody.stderr.contains("run it on a terminal"), "{}", nobody.stderr);
}

#[test]
fn nothing_is_to_be_mended_in_our_own_reference() {
    let run = on_tree("fix", project(), &["--suggested", "--diff"]);
    assert_eq!((run.code, run.stdout.as_str()), (Some(0), ""), "{}", run.stderr);
}

/// What a specification and the samples say against the text is mended, and nothing else.
#[test]
fn specifications_mend_where_samples_agree() {
    let case = project().join("tests/cases/witness/weak");
    let spec = case.join("specification.yaml");
    let spec = spec.to_str().unwrap();
    let run = on_tree("fix", &case, &["--suggested", "--diff", "--select", "compare-*", "--spec", spec]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    let changed = |sign: char| {
        let lines = run
            .stdout
            .lines()
            .filter(|line| line.starts_with(sign) && !line.starts_with(&format!("{sign}{sign}")));
        lines.map(|line| line.trim_start_matches(sign).trim().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(changed('-'), ["- heigth: shelf_height"]);
    assert_eq!(changed('+'), ["- height: shelf_height"]);
    assert!(
        run.stderr.starts_with("1 findings can be mended")
            || run.stderr.starts_with("1 finding can be mended"),
        "{}",
        run.stderr
    );
    let alone = on_tree("fix", &case, &["--suggested", "--diff", "--select", "compare-*"]);
    assert_eq!((alone.code, alone.stdout.as_str()), (Some(0), ""));
}
