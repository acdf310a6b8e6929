//! What the page does of what `app::update` asks for: address, storage, files, workers, host. Not why.

use super::{App, FAVOURITES, KEPT, THEME};
use crate::app::library::{Act, Refusal, Stored};
use crate::app::{Effect, Msg, update};
use crate::ui::words;
use crate::web::frame::Host;
use crate::web::{dom, fetch, offline, save, store, theme};

/// The price book's file, beside the page.
const PRICES: &str = "prices.json";

impl App {
    pub(super) fn handle(&mut self, msg: Msg) {
        let name = self.state.scenario.name.clone();
        for effect in update(&mut self.state, msg) {
            self.carry_out(effect);
        }
        if self.state.scenario.name != name {
            dom::set_title(&words::page_title(&self.state.scenario.name));
        }
    }

    pub(super) fn carry_out(&mut self, effect: Effect) {
        match effect {
            Effect::Work(orders) => self.engine.carry_out(orders),
            Effect::ScheduleAddress => {
                let dispatch = self.dispatch.clone();
                self.address_follows.schedule(move || dispatch.emit(Msg::WriteAddress));
            }
            Effect::ReplaceAddress(fragment) => self.address.replace(&fragment),
            Effect::PushAddress(fragment) => self.address.push(&fragment),
            Effect::Store { id, was, text } => {
                let stored = match store::swap(&format!("{KEPT}{id}"), was.as_deref(), text.as_deref()) {
                    store::Outcome::Done => Stored::Done,
                    store::Outcome::Other(there) => Stored::Other(there),
                    store::Outcome::Full => Stored::Refused(Refusal::Full),
                    store::Outcome::Forbidden => Stored::Refused(Refusal::Forbidden),
                };
                // Before anything else happens, and on a page that is being left.
                self.handle(Msg::Library(Act::Stored(id, text, stored)));
            }
            Effect::StoreLast(last) => store::write(store::LAST, &last),
            Effect::SaveFile(file) => save::text(&file.name, file.media, &file.text),
            Effect::KeepFavourites(paths) => store::write(FAVOURITES, &paths),
            Effect::ApplyTheme(choice) => {
                theme::apply(words::theme_is_dark(choice));
                store::write(THEME, words::theme_key(choice));
            }
            Effect::FetchPrices => {
                let dispatch = self.dispatch.clone();
                fetch::text(PRICES, move |text| dispatch.emit(Msg::Prices(text)));
            }
            Effect::SavePage(name, fragment) => {
                let dispatch = self.dispatch.clone();
                save::page(&name, &fragment, move |saved| dispatch.emit(Msg::PageSaved(saved)));
            }
            Effect::TakeNewer => offline::take(),
            Effect::ShowTheme(choice) => theme::apply(words::theme_is_dark(choice)),
            Effect::Meet(origin) => {
                let dispatch = self.dispatch.clone();
                let heard = move |text| dispatch.emit(Msg::Heard(text));
                self.host = origin.and_then(|origin| Host::new(&origin, heard));
            }
            Effect::Say(text) => {
                if let Some(host) = &self.host {
                    host.say(&text);
                }
            }
        }
    }
}
