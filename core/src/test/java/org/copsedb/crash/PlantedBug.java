package org.copsedb.crash;

/** Opens databases in which a bug was planted. */
interface PlantedBug extends DatabaseOpener {
    /** Returns the tests that must find it. */
    Suite suite();

    /** Returns the family of power cuts to begin with: where it should show first. */
    default CrashFamily family() {
        return CrashFamily.COMMITS;
    }
}
