//! Nothing is lost: what is kept, by one tab and by two, and what happens where nothing can be.

use crate::both::test;
use crate::tabs::{Storage, Tab};
use headroom::app::library::{Act, Refusal, Stored};
use headroom::app::share::Format;
use headroom::app::{Effect, Msg, update};
use headroom::scenario::codec::json;
use headroom::scenario::preset;

#[test]
fn an_example_is_kept_from_its_first_change_on_and_is_there_again() {
    let storage = &mut Storage::default();
    let mut tab = Tab::open(storage, "");
    assert!(storage.kept.is_empty(), "nothing was changed");
    tab.change(storage, 50.0);
    tab.change(storage, 60.0);
    assert_eq!(storage.kept.len(), 1);
    assert!(tab.address.starts_with("checkout/journey.checkout.arrival_rps=60/!seen=1-"), "{}", tab.address);
    // With and without an address.
    for fragment in [String::new(), tab.address.clone()] {
        let mut again = Tab::open(storage, &fragment);
        assert_eq!((again.rate(), again.current()), (60.0, tab.current()));
        assert_eq!(again.address, tab.address);
        assert!(!again.state.history.can_undo() && again.banner().is_empty());
    }
    // An address that names something else comes first; what was kept stays.
    let other = Tab::open(storage, "fan-out");
    assert_eq!(other.state.scenario.name, "Fan-out");
    assert_eq!(other.names(), ["Checkout"]);
    assert_eq!(storage.last.as_deref(), Some("fan-out"));
    let again = Tab::open(storage, "");
    assert_eq!(again.state.scenario.name, "Fan-out");
}

#[test]
fn a_link_that_cannot_be_opened_overwrites_nothing() {
    let storage = &mut Storage::default();
    let mut tab = Tab::open(storage, "");
    tab.change(storage, 50.0);
    let kept = storage.kept.clone();
    let mut again = Tab::open(storage, "v1.zzz");
    assert!(again.banner().starts_with("This link could not be opened"));
    assert_eq!(again.rate(), 50.0, "what was there is shown");
    assert_eq!(again.send(storage, Msg::WriteAddress), []);
    assert_eq!(storage.kept, kept);
    again.change(storage, 70.0);
    assert_eq!((storage.kept.len(), again.current()), (1, tab.current()));
}

#[test]
fn an_unsaved_change_is_stored_before_anything_else_is_opened() {
    let leave: [fn(&mut Tab, &mut Storage); 4] = [
        |tab, storage| drop(tab.send(storage, Msg::OpenPreset("caches"))),
        |tab, storage| drop(tab.send(storage, Msg::Navigated("caches".to_owned()))),
        |tab, storage| drop(tab.act(storage, Act::New)),
        |tab, storage| drop(tab.act(storage, Act::OpenFile(Ok("{\"headroom\":1}".to_owned())))),
    ];
    for leave in leave {
        let storage = &mut Storage::default();
        let mut tab = Tab::open(storage, "");
        let rate = tab.state.scenario.params()[0];
        tab.send(storage, Msg::Set(rate, 33.0));
        leave(&mut tab, storage);
        assert_ne!(tab.state.scenario.name, "Checkout");
        let (id, _) =
            tab.state.library.entries()[tab.names().iter().position(|n| n == "Checkout").expect("kept")];
        tab.act(storage, Act::Open(id));
        assert_eq!(tab.rate(), 33.0);
        // Undo goes back to the other document, and to what that is kept under.
        let before = storage.kept.clone();
        tab.send(storage, Msg::Undo);
        tab.send(storage, Msg::WriteAddress);
        tab.send(storage, Msg::Redo);
        tab.send(storage, Msg::WriteAddress);
        assert_eq!((tab.current(), tab.rate()), (id, 33.0));
        assert!(before.iter().all(|(id, text)| {
            storage
                .kept
                .get(id)
                .is_some_and(|t| t.ends_with(text.split('\n').next_back().expect("a payload")))
        }));
    }
}

#[test]
fn scenarios_are_made_renamed_duplicated_deleted_and_had_back() {
    let storage = &mut Storage::default();
    let mut tab = Tab::open(storage, "");
    tab.change(storage, 50.0);
    let first = tab.current();
    tab.act(storage, Act::New);
    let second = tab.current();
    assert_eq!(tab.names(), ["New scenario", "Checkout"]);
    assert!(tab.state.report.overall.slo.errors && tab.state.scenario.services.len() == 1);
    tab.act(storage, Act::Rename(first, "Ours".to_owned()));
    tab.act(storage, Act::Rename(second, "Mine".to_owned()));
    tab.send(storage, Msg::WriteAddress);
    assert_eq!(
        (tab.names(), tab.state.scenario.name.as_str()),
        (vec!["Mine".to_owned(), "Ours".to_owned()], "Mine")
    );
    tab.act(storage, Act::Duplicate(first));
    assert_eq!(tab.names(), ["Ours 2", "Mine", "Ours"]);
    assert_eq!(tab.current(), second, "it is not opened");
    tab.act(storage, Act::Delete(first));
    tab.act(storage, Act::Delete(second));
    assert_eq!((tab.names(), tab.state.library.deleted()), (vec!["Ours 2".to_owned()], vec!["Ours", "Mine"]));
    assert_eq!(tab.state.scenario.name, "Mine", "it is still shown");
    assert_eq!(tab.send(storage, Msg::WriteAddress), [], "and not kept again by itself");
    tab.act(storage, Act::Restore);
    assert_eq!((tab.names().len(), tab.state.library.deleted()), (2, vec!["Ours"]));
    tab.change(storage, 20.0);
    assert_eq!(storage.kept.len(), 2, "it is the one that was had back");
    assert_eq!(Tab::open(storage, "").state.scenario, tab.state.scenario);
}

#[test]
fn two_tabs_write_over_nothing() {
    for is_told in [true, false] {
        let storage = &mut Storage::default();
        let mut one = Tab::open(storage, "");
        one.change(storage, 50.0);
        let mut two = Tab::open(storage, "");
        assert_eq!(one.current(), two.current());
        let news = two.change(storage, 60.0);
        assert_eq!(news.len(), 1);
        // The news may come late: what is there is looked at before anything is written.
        if is_told {
            one.hear(storage, news);
            assert!(one.banner().starts_with("“Checkout” was changed in another tab"));
        }
        one.change(storage, 70.0);
        if !is_told {
            assert!(one.banner().starts_with("“Checkout” was changed in another tab"));
        }
        assert_ne!(one.current(), two.current());
        assert_eq!(one.names(), ["Checkout 2", "Checkout"]);
        assert_eq!(one.state.scenario.name, "Checkout 2");
        one.change(storage, 80.0);
        let rates = [0, 1].map(|i| {
            let mut tab = Tab::open(storage, "fan-out");
            let id = tab.state.library.entries()[i].0;
            tab.act(storage, Act::Open(id));
            tab.rate()
        });
        assert_eq!(rates, [80.0, 60.0]);
        assert_eq!(storage.kept.len(), 2);
        // Nor does what is undone: it belongs to the same sitting.
        one.send(storage, Msg::Undo);
        one.send(storage, Msg::WriteAddress);
        assert_eq!(storage.kept.len(), 2);
    }
}

#[test]
fn two_tabs_that_begin_at_once_take_two_numbers() {
    let storage = &mut Storage::default();
    let (mut one, mut two) = (Tab::open(storage, ""), Tab::open(storage, "caches"));
    one.change(storage, 50.0);
    two.change(storage, 60.0);
    assert_eq!(storage.kept.len(), 2);
    assert!(two.banner().is_empty(), "there is nothing to say");
    assert_ne!(one.current(), two.current());
    assert_eq!(storage.last, Some(two.current().to_string()), "what was open last, under its new number");
    two.change(storage, 70.0);
    assert_eq!((storage.kept.len(), two.rate()), (2, 70.0));
}

#[test]
fn what_another_tab_deletes_stays_where_it_is_shown() {
    let storage = &mut Storage::default();
    let mut one = Tab::open(storage, "");
    one.change(storage, 50.0);
    let mut two = Tab::open(storage, "");
    let news = two.act(storage, Act::Delete(two.current()));
    one.hear(storage, news);
    assert!(one.banner().contains("was deleted in another tab"));
    assert!(storage.kept.is_empty());
    one.change(storage, 60.0);
    assert_eq!((one.names(), one.state.scenario.name.as_str()), (vec!["Checkout".to_owned()], "Checkout"));
}

#[test]
fn a_storage_that_keeps_nothing_is_said_once_and_survived() {
    for (refusal, words) in [(Refusal::Full, "no room"), (Refusal::Forbidden, "keeps nothing")] {
        let storage = &mut Storage { refusal: Some(Stored::Refused(refusal)), ..Storage::default() };
        let mut tab = Tab::open(storage, "");
        assert!(tab.banner().is_empty(), "nothing was lost yet");
        tab.change(storage, 50.0);
        assert!(tab.banner().contains(words));
        tab.change(storage, 60.0);
        assert!(tab.banner().is_empty(), "once is enough");
        assert!(tab.address.contains("arrival_rps=60"), "the address has it");
        storage.refusal = None;
        tab.change(storage, 70.0);
        assert_eq!((storage.kept.len(), tab.names().len()), (1, 1));
    }
}

#[test]
fn a_file_comes_back_and_a_bad_one_changes_nothing() {
    let storage = &mut Storage::default();
    let mut tab = Tab::open(storage, "caches");
    let effects = update(&mut tab.state, Msg::Save(Format::Scenario, "https://example.com/#".to_owned()));
    let [Effect::SaveFile(file)] = effects.as_slice() else { panic!("a file") };
    assert_eq!((file.name.as_str(), file.media), ("cache-hierarchy.json", "application/json"));
    let text = file.text.replace("\"headroom\": 1", "\"$schema\": \"scenario.schema.json\", \"headroom\": 1");
    let caches = tab.state.scenario.clone();
    tab.send(storage, Msg::OpenPreset("checkout"));
    tab.act(storage, Act::OpenFile(Ok(text.clone())));
    assert_eq!(tab.state.scenario, caches);
    for (bad, words) in [
        (Ok("{}".to_owned()), "headroom: expected 1"),
        (Ok(text.replace("\"hit_fraction\"", "\"hit_fractoin\"")), "there is no such field"),
        (Err("it has 3 MiB".to_owned()), "it has 3 MiB"),
    ] {
        tab.act(storage, Act::OpenFile(bad));
        let said = tab.banner();
        assert!(said.starts_with("This file could not be opened") && said.contains(words), "{said}");
        assert_eq!(tab.state.scenario, caches);
    }
    assert_eq!(json::read(&text), Ok((preset::find("caches").expect("a preset").build)()));
}

#[test]
fn what_is_no_text_of_ours_is_left_alone() {
    let storage = &mut Storage::default();
    for (id, text) in [(0, "nonsense"), (1, "1 2 Name"), (2, "1 2 Name\nv1.abc"), (3, "9999999999 1 N\nv1.")]
    {
        storage.kept.insert(id, text.to_owned());
    }
    storage.last = Some("2".to_owned());
    let before = storage.kept.clone();
    let mut tab = Tab::open(storage, "");
    assert_eq!(tab.state.scenario.name, "Checkout");
    tab.act(storage, Act::Open(2));
    assert!(tab.banner().starts_with("What the browser kept could not be opened"));
    tab.change(storage, 50.0);
    assert_eq!(storage.kept.len(), before.len() + 1);
    assert!(before.iter().all(|(id, text)| storage.kept.get(id) == Some(text)));
}
