package dev.regroup.reduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * Whatever PIT changed and no test noticed is told in {@code MUTATIONS.md}, with the reason why that is right. Run by
 * the profile "mutation" after PIT; not a test of its own.
 */
class ListedSurvivors {

    private static final Path REPORT = Path.of("target", "pit-reports", "mutations.xml");
    private static final Path PAGE = Path.of("MUTATIONS.md");
    private static final Path SOURCES = Path.of("src", "main", "java");
    private static final Pattern LISTED = Pattern.compile("- (\\S+), (\\w+), `([^`]+)`: (.+)");
    private static final Pattern LAMBDA = Pattern.compile("lambda\\$(\\w+)\\$\\d+");

    /**
     * A mutation that was not noticed.
     *
     * @param place class and method
     * @param mutator what was changed
     * @param line the text of its line
     */
    private record Survivor(String place, String mutator, String line) {

        boolean isListed(Matcher row) {
            return row.group(1).equals(place) && row.group(2).equals(mutator) && line.contains(row.group(3));
        }
    }

    @Test
    void everySurvivorIsListed() throws IOException, ParserConfigurationException, SAXException {
        List<Matcher> rows = Files.readAllLines(PAGE).stream()
                .map(LISTED::matcher)
                .filter(Matcher::matches)
                .toList();

        assertThat(survivors())
                .filteredOn(survivor -> rows.stream().noneMatch(survivor::isListed))
                .isEmpty();
    }

    private static List<Survivor> survivors() throws IOException, ParserConfigurationException, SAXException {
        NodeList mutations = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(REPORT.toFile())
                .getElementsByTagName("mutation");
        assertThat(mutations.getLength()).isPositive();
        List<Survivor> survivors = new ArrayList<>();
        for (int i = 0; i < mutations.getLength(); i++) {
            Element mutation = (Element) mutations.item(i);
            if (mutation.getAttribute("detected").equals("false")) {
                survivors.add(survivor(mutation));
            }
        }
        return survivors;
    }

    private static Survivor survivor(Element mutation) throws IOException {
        String type = text(mutation, "mutatedClass");
        Path source = SOURCES.resolve(type.replaceAll("\\$.*", "").replace('.', '/') + ".java");
        String line = Files.readAllLines(source).get(Integer.parseInt(text(mutation, "lineNumber")) - 1);
        String method = LAMBDA.matcher(text(mutation, "mutatedMethod")).replaceAll("$1");
        String mutator = text(mutation, "mutator").replaceAll(".*\\.|Mutator$", "");
        return new Survivor(type.replaceAll(".*\\.", "") + "." + method, mutator, line.strip());
    }

    private static String text(Element mutation, String name) {
        return mutation.getElementsByTagName(name).item(0).getTextContent();
    }
}
