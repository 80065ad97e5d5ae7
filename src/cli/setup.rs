//! `vigie setup`: another code for the first run, and what the portal is called.
use super::{DataDir, open::Portal, say};
use crate::{accounts::setup, config::Settings, error::Error};
use clap::{Args, Subcommand};

/// The first run.
#[derive(Subcommand)]
pub enum Setup {
    /// Draw a new setup code and void the one before, while nobody has an account. Printed once.
    Code {
        #[command(flatten)]
        dir: DataDir,
    },
    /// Say or change what the portal is called. A running portal shows it once it is started again.
    Names(Names),
}

/// What may be changed; what is left out stays.
#[derive(Args)]
pub struct Names {
    #[command(flatten)]
    dir: DataDir,
    /// The portal's name.
    #[arg(long)]
    name: Option<String>,
    /// The agency's name.
    #[arg(long)]
    agency: Option<String>,
    /// The telephone that is answered day and night.
    #[arg(long)]
    telephone: Option<String>,
    /// `fr` or `en`.
    #[arg(long)]
    language: Option<String>,
    /// IANA name.
    #[arg(long)]
    time_zone: Option<String>,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

/// `vigie setup …`
pub async fn run(command: Setup) -> Result<(), String> {
    match command {
        Setup::Code { dir } => {
            Portal::with(&dir.data_dir, async |portal| {
                let mut tx = portal.write().await?;
                let code = setup::new_code(&mut tx, &portal.act()).await?;
                tx.commit().await.map_err(Error::from)?;
                say::line(&format!("Open {}/setup and enter this code; it is shown once and good for five tries.", portal.settings.config.origin));
                say::line(&format!("setup code: {code}"));
                Ok(())
            })
            .await
        }
        Setup::Names(names) => {
            let dir = names.dir.data_dir.clone();
            Portal::with(&dir, async |portal| rename(portal, names).await).await
        }
    }
}

async fn rename(portal: &Portal, asked: Names) -> Result<(), String> {
    let mut settings: Settings = portal.settings.clone();
    let now = &mut settings.config.portal;
    let mut changed = false;
    for (field, given) in [
        (&mut now.name, asked.name),
        (&mut now.agency, asked.agency),
        (&mut now.telephone, asked.telephone),
        (&mut now.language, asked.language),
        (&mut now.time_zone, asked.time_zone),
    ] {
        if let Some(given) = given {
            given.trim().clone_into(field);
            changed = true;
        }
    }
    if [&now.name, &now.agency, &now.telephone].iter().any(|text| !(2..=120).contains(&text.chars().count()) || text.chars().any(char::is_control)) {
        return Err("--name, --agency, --telephone: write 2 to 120 characters on one line.".into());
    }
    settings.check()?;
    if changed {
        let mut tx = portal.write().await?;
        setup::rename(&mut tx, &portal.act(), &settings.config.portal).await?;
        tx.commit().await.map_err(Error::from)?;
    }
    let now = &settings.config.portal;
    if asked.json {
        return say::json(now);
    }
    for (what, text) in [("name", &now.name), ("agency", &now.agency), ("telephone", &now.telephone), ("language", &now.language), ("zone", &now.time_zone)] {
        say::line(&format!("{what:10} {text}"));
    }
    Ok(())
}
