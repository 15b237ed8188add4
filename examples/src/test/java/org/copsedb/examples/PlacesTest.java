package org.copsedb.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.copsedb.Database;
import org.copsedb.WriteTransaction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The three tables answer in their order, and tell when they disagree. */
class PlacesTest {
    private static final Place SMALL = place(1, "Berg", 0);
    private static final Place LARGE = place(2, "Bergen", 213_585);
    private static final Place NAMESAKE = place(3, "Berg", 700);
    private static final Place OTHER = place(4, "Bern", 5);

    private Database database;
    private WriteTransaction transaction;
    private PlaceEditor editor;
    private Places places;

    private static Place place(int id, String name, long population) {
        return new Place(id, name, new Division("NO", ""), "PPL", population, new Coordinates(60.4, 5.3));
    }

    @BeforeEach
    void addPlaces() {
        database = Database.inMemory();
        transaction = database.beginWrite();
        editor = new PlaceEditor(transaction);
        places = Places.in(transaction);
        List.of(SMALL, LARGE, NAMESAKE, OTHER).forEach(editor::add);
    }

    @AfterEach
    void close() {
        transaction.close();
        database.close();
    }

    @Test
    void theLargestComeFirst() {
        assertEquals(List.of(LARGE, NAMESAKE, OTHER, SMALL), places.largest("NO", 10));
        assertEquals(List.of(LARGE, NAMESAKE), places.largest("NO", 2));
        assertEquals(List.of(), places.largest("N", 10));
        assertEquals(4, places.count("NO"));
        assertEquals(0, places.count("N"));
    }

    @Test
    void aPrefixFindsNamesInTheirOrder() {
        assertEquals(List.of(SMALL, NAMESAKE, LARGE), places.beginningWith("Berg"));
        assertEquals(List.of(), places.beginningWith("berg"));
    }

    @Test
    void aRemovedPlaceIsGoneFromAllTables() {
        editor.remove(NAMESAKE);
        assertNull(places.find(NAMESAKE.id()));
        assertEquals(List.of(SMALL, LARGE), places.beginningWith("Berg"));
        assertEquals(List.of(LARGE, OTHER, SMALL), places.largest("NO", 10));
        assertEquals(3, places.count());
    }

    @Test
    void aPlaceIsAddedAndRemovedOnce() {
        assertThrows(CheckFailedException.class, () -> editor.add(SMALL));
        editor.remove(SMALL);
        assertThrows(CheckFailedException.class, () -> editor.remove(SMALL));
    }

    @Test
    void tablesThatDisagreeAreNoticed() {
        transaction.open(PlaceTables.BY_ID).remove(LARGE.id());
        assertThrows(CheckFailedException.class, () -> places.count());
        assertThrows(CheckFailedException.class, () -> places.largest("NO", 1));
    }
}
