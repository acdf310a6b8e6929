//! Nothing is lost where there is no room, where something else lies in the storage, and where names are the same.

use crate::both::test;
use crate::tabs::{Storage, Tab};
use headroom::app::library::{Act, Refusal, Stored};
use headroom::app::{Effect, Msg, update};
use headroom::scenario::codec::{self, json};

#[test]
fn what_there_was_no_room_for_is_kept_once_there_is() {
    let storage = &mut Storage::default();
    let mut tab = Tab::open(storage, "");
    tab.change(storage, 50.0);
    let first = tab.current();
    storage.refusal = Some(Stored::Refused(Refusal::Full));
    tab.change(storage, 60.0);
    tab.act(storage, Act::New);
    tab.act(storage, Act::Duplicate(first));
    tab.send(storage, Msg::OpenPreset("caches"));
    tab.change(storage, 70.0);
    assert_eq!((storage.kept.len(), tab.state.library.refusal()), (1, Some(Refusal::Full)));
    // What is shown comes back all the same, where that much is kept.
    assert_eq!(Tab::open(storage, "").rate(), 70.0);
    // Somebody makes room.
    storage.refusal = None;
    tab.act(storage, Act::Delete(first));
    let mut names = tab.names();
    names.sort();
    assert_eq!(names, ["Cache hierarchy", "Checkout 2", "New scenario"]);
    assert_eq!(tab.state.library.refusal(), None);
    tab.act(storage, Act::Restore);
    let kept = tab.state.library.entries().iter().find(|(_, e)| e.name == "Checkout").map(|(id, _)| *id);
    tab.act(storage, Act::Open(kept.expect("it was had back")));
    assert_eq!(tab.rate(), 60.0, "as it was last, though there was no room for that");
}

#[test]
fn the_next_change_makes_up_for_what_was_refused_and_writes_over_nothing() {
    let storage = &mut Storage::default();
    let mut one = Tab::open(storage, "");
    one.change(storage, 50.0);
    let mut two = Tab::open(storage, "");
    storage.refusal = Some(Stored::Refused(Refusal::Full));
    one.change(storage, 70.0);
    storage.refusal = None;
    let news = two.change(storage, 60.0);
    one.hear(storage, news);
    one.send(storage, Msg::OpenPreset("caches"));
    one.change(storage, 80.0);
    assert_eq!(storage.kept.len(), 3);
    let mut again = Tab::open(storage, "fan-out");
    let mut rates = Vec::new();
    for id in storage.kept.keys().copied().collect::<Vec<_>>() {
        again.act(storage, Act::Open(id));
        rates.push(again.rate());
    }
    rates.sort_by(f64::total_cmp);
    assert_eq!(rates, [60.0, 70.0, 80.0]);
}

#[test]
fn nothing_that_lies_in_the_storage_stops_the_page() {
    let texts = [
        "",
        "\n",
        " ",
        "4294967295 18446744073709551616 x\nv1.",
        "4294967295 1 x\n\n",
        "0 0 \nv1.\u{0}\u{fffd}",
    ];
    let lasts = ["4294967295", "4294967294", "+0", "-1", "", "v1.", "\u{fffd}"];
    for text in texts {
        for last in lasts {
            let storage = &mut Storage::default();
            let mut tab = Tab::open(storage, "caches");
            tab.change(storage, 5.0);
            let good = storage.kept[&0].clone();
            // The last numbers there are, one of them with a scenario, and the first.
            storage.kept.insert(u32::MAX - 1, good);
            storage.last = Some(last.to_owned());
            let mut tab = Tab::open(storage, "");
            // Written by somebody who tells nobody.
            for id in [u32::MAX, 0, 1, 3] {
                storage.kept.insert(id, text.to_owned());
            }
            tab.act(storage, Act::Duplicate(u32::MAX - 1));
            tab.act(storage, Act::New);
            tab.change(storage, 6.0);
            let mut again = Tab::open(storage, "");
            again.change(storage, 7.0);
            for id in storage.kept.keys().copied().collect::<Vec<_>>() {
                again.act(storage, Act::Open(id));
                again.act(storage, Act::Rename(id, "x".repeat(500)));
                again.act(storage, Act::Duplicate(id));
            }
            assert!(
                [u32::MAX, 0, 1, 3].iter().all(|id| storage.kept[id] == text),
                "nothing was written over"
            );
        }
    }
}

#[test]
fn what_cannot_be_opened_says_why_and_can_be_saved_and_deleted() {
    let storage = &mut Storage::default();
    storage.kept.insert(4, "7 3 Ours\nv1.abc".to_owned());
    storage.kept.insert(5, "nonsense".to_owned());
    let mut tab = Tab::open(storage, "");
    assert_eq!(tab.names(), ["Ours", ""]);
    assert!(tab.state.library.entries().iter().all(|(_, entry)| entry.fault().is_some()));
    let effects = update(&mut tab.state, Msg::Library(Act::Save(5)));
    let [Effect::SaveFile(file)] = effects.as_slice() else { panic!("a file: {effects:?}") };
    assert_eq!((file.name.as_str(), file.text.as_str()), ("headroom-5.txt", "nonsense"));
    tab.act(storage, Act::Delete(5));
    tab.act(storage, Act::Delete(4));
    assert!(storage.kept.is_empty());
    tab.act(storage, Act::Restore);
    tab.act(storage, Act::Restore);
    let mut texts: Vec<_> = storage.kept.values().map(String::as_str).collect();
    texts.sort_unstable();
    assert_eq!(texts, ["7 3 Ours\nv1.abc", "nonsense"]);
}

#[test]
fn no_two_that_are_kept_have_the_same_name() {
    let storage = &mut Storage::default();
    let mut tab = Tab::open(storage, "");
    tab.change(storage, 50.0);
    tab.act(storage, Act::New);
    tab.send(storage, Msg::OpenPreset("checkout"));
    tab.change(storage, 60.0);
    assert_eq!(tab.state.scenario.name, "Checkout 2", "and the one that is shown has it");
    // A file is kept from the first.
    let text = json::write(&tab.state.scenario).replace("Checkout 2", "Checkout");
    tab.act(storage, Act::OpenFile(Ok(text.clone())));
    assert_eq!(tab.state.scenario.name, "Checkout 3");
    assert_eq!(tab.names(), ["Checkout 3", "Checkout 2", "New scenario", "Checkout"]);
    let shown = codec::decode(&tab.address).expect("an address").scenario;
    assert_eq!(shown.name, "Checkout 3", "the address says so too");
    tab.act(storage, Act::Rename(tab.current(), "New scenario".to_owned()));
    assert_eq!(tab.names()[0], "New scenario 2");
}
