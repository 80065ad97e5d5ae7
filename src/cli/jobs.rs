//! `vigie jobs run`, and the same work beside a portal that serves.
use super::{DataDir, open::Portal, say};
use crate::{accounts::jobs, audit::Act, providers::follow, web::App};
use clap::Subcommand;
use std::{sync::Arc, time::Duration};

/// How often a portal that serves looks whether the day's work is done.
const LOOK: Duration = Duration::from_hours(1);

/// What is done once a day.
#[derive(Subcommand)]
pub enum Jobs {
    /// Do the day's work now, unless it is done: cut idle contacts, end invitations and vettings that are past, tell which providers are not
    /// qualified any more, sweep up.
    /// A portal that serves does it by itself.
    Run {
        #[command(flatten)]
        dir: DataDir,
    },
}

/// `vigie jobs …`
pub async fn jobs(command: Jobs) -> Result<(), String> {
    let Jobs::Run { dir } = command;
    Portal::with(&dir.data_dir, async |portal| {
        let done = jobs::run(&portal.db, &portal.keys, &portal.settings.config, portal.clock.now()).await?;
        let act = Act::portal(portal.keys.clone(), portal.clock.now());
        let providers = follow::daily(&portal.db, &act, &portal.settings.config).await?;
        say::line(&format!(
            "Cut idle: {}. Ended invitations: {}. Ended vettings: {}. Records without persons from now on: {}. Providers no longer qualified: {providers}.",
            done.idle, done.invitations, done.vettings, done.records
        ));
        Ok(())
    })
    .await
}

/// Does the work when the portal starts and looks again every hour, until the task is dropped.
pub async fn beside(app: Arc<App>) {
    let mut hours = tokio::time::interval(LOOK);
    loop {
        hours.tick().await;
        if app.is_locked() {
            continue;
        }
        let act = Act::portal(app.keys.clone(), app.clock.now());
        match follow::daily(&app.db, &act, &app.settings.config).await {
            Ok(0) => {}
            Ok(ended) => tracing::info!(ended, "providers are no longer qualified"),
            Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "the register could not be looked at; it is within the hour"),
        }
        match jobs::run(&app.db, &app.keys, &app.settings.config, app.clock.now()).await {
            Ok(done) if done == jobs::Done::default() => {}
            Ok(done) => {
                tracing::info!(idle = done.idle, invitations = done.invitations, vettings = done.vettings, records = done.records, "what had to end has ended");
            }
            Err(error) => tracing::error!(error = &error as &dyn std::error::Error, "the day's work stopped; it goes on within the hour"),
        }
    }
}
