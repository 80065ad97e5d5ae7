//! Devices that hold passkeys: tests/python/authenticator.py, which script/setup --tests makes ready.
use crate::client::{Answer, Client};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdout, Command, Stdio},
    sync::Mutex,
};

/// Any number of devices, by name.
pub struct Devices(Mutex<(Child, BufReader<ChildStdout>)>);

/// A form that asks for a passkey, as its page came.
#[derive(Clone)]
pub struct Asked {
    action: String,
    hidden: Vec<(String, String)>,
    options: Value,
}

impl Devices {
    pub fn new() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let python = root.join("target/test-python/bin/python");
        assert!(python.exists(), "{} is missing: run script/setup --tests", python.display());
        let script = root.join("tests/python/authenticator.py");
        let mut child = Command::new(python).arg(script).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Self(Mutex::new((child, out)))
    }

    /// What the device says to what was asked, with some of it changed.
    pub fn say(&self, client: &Client, asked: &Asked, device: &str, change: &Value) -> String {
        let kind = if asked.options.get("user").is_some() { "create" } else { "get" };
        let mut all = json!({ "do": kind, "device": device, "options": asked.options, "origin": client.at.origin() });
        all.as_object_mut().unwrap().extend(change.as_object().cloned().unwrap_or_default());
        let mut process = self.0.lock().unwrap();
        writeln!(process.0.stdin.as_mut().unwrap(), "{all}").unwrap();
        let mut line = String::new();
        process.1.read_line(&mut line).unwrap();
        let said: Value = serde_json::from_str(&line).unwrap();
        said["credential"].as_str().unwrap().to_owned()
    }

    /// Loads a page, answers its form by a device and sends it.
    #[track_caller]
    pub fn answer(&self, client: &Client, page: &str, action: &str, device: &str, change: &Value) -> Answer {
        let asked = asked(client, page, action);
        let credential = self.say(client, &asked, device, change);
        asked.send(client, &credential)
    }

    /// Adds a passkey on the account page of somebody who has just given a factor.
    #[track_caller]
    pub fn add(&self, client: &Client, device: &str, change: &Value) -> Answer {
        self.answer(client, "/account/passkeys/new", "/account/passkeys", device, change)
    }

    /// Signs in by a device.
    #[track_caller]
    pub fn sign_in(&self, client: &Client, device: &str, change: &Value) -> Answer {
        self.answer(client, "/login", "/login/passkey", device, change)
    }
}

impl Drop for Devices {
    fn drop(&mut self) {
        let child = &mut self.0.get_mut().unwrap().0;
        drop(child.stdin.take());
        let _ = child.wait();
    }
}

/// What a page asks for.
#[track_caller]
pub fn asked(client: &Client, page: &str, action: &str) -> Asked {
    let page = client.get(page).is(200).page();
    let hidden = page.hidden(action).into_iter().filter(|(name, _)| name != "credential").collect();
    let options = page.attr(&format!("form[action='{action}']"), "data-options");
    Asked { action: action.into(), hidden, options: serde_json::from_str(&options).unwrap() }
}

impl Asked {
    pub fn options(&self) -> &Value {
        &self.options
    }
    /// Sends the form with this answer.
    pub fn send(&self, client: &Client, credential: &str) -> Answer {
        self.send_to(client, &self.action, credential)
    }
    /// Sends the form elsewhere.
    pub fn send_to(&self, client: &Client, action: &str, credential: &str) -> Answer {
        let name = if action == "/account/passkeys" { vec![("name", "Clé d’essai")] } else { Vec::new() };
        let ceremony = self.hidden.iter().find(|(name, _)| name == "ceremony").map_or("", |(_, value)| value.as_str());
        let mut fields = [&[("credential", credential), ("ceremony", ceremony)], name.as_slice()].concat();
        // What waits for a factor is named by its mark.
        fields.extend(self.hidden.iter().filter(|(name, _)| name == "kept").map(|(name, value)| (name.as_str(), value.as_str())));
        let next = self.hidden.iter().find(|(name, _)| name == "next").map_or("", |(_, value)| value.as_str());
        if !next.is_empty() && action == self.action {
            fields.push(("next", next));
        }
        client.post(action, &fields)
    }
}
