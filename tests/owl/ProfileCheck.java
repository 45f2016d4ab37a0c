import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.formats.NTriplesDocumentFormat;
import org.semanticweb.owlapi.io.FileDocumentSource;
import org.semanticweb.owlapi.model.OWLDocumentFormat;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileReport;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

/**
 * Checks N-Triples files against the OWL 2 DL profile.
 *
 * <p>For each file one line "axioms COUNT FILE", then a line "unparsed TRIPLE" for each triple that is no part of any
 * axiom or annotation, and a line "violation TEXT" for each breach of the profile. A triple that the parser left over
 * is a breach too: the profile check sees only what was parsed.
 */
public final class ProfileCheck {
    private ProfileCheck() {}

    private static String line(Object text) {
        return text.toString().replaceAll("\\s+", " ");
    }

    private static List<String> check(File file) throws Exception {
        // Not in the parser's strict mode: OWL API 5.1.20 rejects every owl:unionOf there. What the lenient parser
        // guesses of an undeclared term, the profile check reports.
        OWLOntology ontology =
                OWLManager.createOWLOntologyManager()
                        .loadOntologyFromOntologyDocument(
                                new FileDocumentSource(file, new NTriplesDocumentFormat()));
        List<String> lines = new ArrayList<>();
        lines.add("axioms " + ontology.getAxiomCount() + " " + file.getName());
        TreeSet<String> found = new TreeSet<>();
        OWLDocumentFormat format = ontology.getOWLOntologyManager().getOntologyFormat(ontology);
        format.getOntologyLoaderMetaData()
                .ifPresent(
                        metadata ->
                                metadata.getUnparsedTriples().forEach(triple -> found.add("unparsed " + line(triple))));
        OWLProfileReport report = new OWL2DLProfile().checkOntology(ontology);
        for (OWLProfileViolation violation : report.getViolations()) {
            found.add("violation " + line(violation));
        }
        lines.addAll(found);
        return lines;
    }

    /**
     * Checks each file and prints what was found.
     *
     * @param arguments paths of N-Triples files
     * @throws Exception a file cannot be read or parsed
     */
    public static void main(String[] arguments) throws Exception {
        for (String path : arguments) {
            check(new File(path)).forEach(System.out::println);
        }
    }
}
