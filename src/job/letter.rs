//! A document on its way to the workers. Not how it is written; that is `scenario::codec`.

use crate::scenario::Scenario;
use crate::scenario::codec::{self, LinkError};
use std::cell::OnceCell;
use std::rc::Rc;

/// A document that is sent to workers. It is written when it is first sent and not again, however many get it: while a
/// slider moves, most are never sent.
#[derive(Clone, Debug)]
pub struct Letter {
    /// None of one that came from elsewhere: its bytes are all there is.
    scenario: Option<Rc<Scenario>>,
    bytes: OnceCell<Vec<u8>>,
}

impl Letter {
    /// One that is yet to be written.
    pub fn new(scenario: &Rc<Scenario>) -> Rc<Self> {
        Rc::new(Self { scenario: Some(Rc::clone(scenario)), bytes: OnceCell::new() })
    }

    /// One that came as these bytes, whatever they are.
    pub fn received(bytes: Vec<u8>) -> Rc<Self> {
        Rc::new(Self { scenario: None, bytes: OnceCell::from(bytes) })
    }

    /// The bytes, as [`codec::to_bytes`] writes them.
    pub fn bytes(&self) -> &[u8] {
        self.bytes.get_or_init(|| self.scenario.as_deref().map(codec::to_bytes).unwrap_or_default())
    }

    /// The document: of one that came from elsewhere what its bytes say.
    ///
    /// # Errors
    /// Says why those are none.
    pub fn open(&self) -> Result<Rc<Scenario>, LinkError> {
        // Workers only read: nothing that writes is in their module.
        match (&self.scenario, self.bytes.get()) {
            (Some(scenario), _) => Ok(Rc::clone(scenario)),
            (None, bytes) => codec::from_bytes(bytes.map_or(&[], Vec::as_slice)).map(Rc::new),
        }
    }
}

impl PartialEq for Letter {
    fn eq(&self, other: &Self) -> bool {
        self.bytes() == other.bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::Letter;
    use crate::scenario::preset;
    use std::rc::Rc;

    #[test]
    fn what_is_sent_is_what_arrives() {
        let scenario = Rc::new((preset::ALL[0].build)());
        let sent = Letter::new(&scenario);
        let received = Letter::received(sent.bytes().to_vec());
        assert_eq!(received.open(), Ok(scenario));
        assert_eq!(sent, received);
        assert!(Letter::received(vec![1, 2, 3]).open().is_err());
    }
}
